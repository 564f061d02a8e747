namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Stands in for the pool of ConcurrencyAnalyzers.Runtime, with the part of its documented surface that the sample uses: the work runs
/// on threads instead of processes. The real pool replaces this file.
/// </summary>
/// <remarks>The protocol is that of Python's <c>multiprocessing.Pool</c>: submit, close, join.</remarks>
public sealed class ProcessPool : IDisposable
{
    private readonly Queue<Action> work = new();
    private readonly List<Thread> workers = [];
    private bool isClosed;

    public ProcessPool(int processes = 0)
    {
        for (var i = 0; i < (processes > 0 ? processes : Environment.ProcessorCount); i++)
        {
            var worker = new Thread(RunWork) { IsBackground = true };
            workers.Add(worker);
            worker.Start();
        }
    }

    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    public PendingResult<TResult> ApplyAsync<T, TResult>(Func<T, TResult> function, T argument)
    {
        var result = new PendingResult<TResult>();
        lock (work)
        {
            if (isClosed)
            {
                throw new InvalidOperationException("The pool is closed.");
            }

            work.Enqueue(() => result.Complete(() => function(argument)));
            Monitor.Pulse(work);
        }

        return result;
    }

    /// <summary>Accepts no more work; what was submitted is still done.</summary>
    public void Close()
    {
        lock (work)
        {
            isClosed = true;
            Monitor.PulseAll(work);
        }
    }

    /// <summary>Waits until all submitted work is done.</summary>
    /// <exception cref="InvalidOperationException">The pool is still open.</exception>
    public void Join()
    {
        lock (work)
        {
            if (!isClosed)
            {
                throw new InvalidOperationException("The pool is still open: close it first.");
            }
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }
    }

    public void Dispose() => Close();

    private void RunWork()
    {
        while (Take() is { } item)
        {
            item();
        }
    }

    private Action? Take()
    {
        lock (work)
        {
            while (work.Count == 0)
            {
                if (isClosed)
                {
                    return null;
                }

                Monitor.Wait(work);
            }

            return work.Dequeue();
        }
    }
}
