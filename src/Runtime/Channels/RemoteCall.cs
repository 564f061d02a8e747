namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>A call that waits for its reply: a thread, or a task.</summary>
internal sealed class RemoteCall(long number, bool isTask, int slot, bool isSent)
{
    private readonly object _sync = new();
    private readonly TaskCompletionSource<Reply>? _task =
        isTask ? new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    private Reply? _reply;
    private Exception? _failure;
    private bool _mustRead;

    internal long Number => number;

    internal int Slot => slot;

    internal bool IsTask => isTask;

    /// <summary>False: the owner does not know of it; it ends with something that the owner tells unasked.</summary>
    internal bool IsSent => isSent;

    /// <summary>Links of the threads that wait while another one reads; guarded by the link.</summary>
    internal LinkedListNode<RemoteCall>? Place { get; set; }

    internal Task<Reply> Task => _task!.Task;

    /// <summary>Whether this thread was given the turn to read. Set inside the link's gate.</summary>
    internal bool IsPromoted => _mustRead;

    internal bool IsDone
    {
        get
        {
            lock (_sync)
            {
                return _reply is not null || _failure is not null;
            }
        }
    }

    internal Reply Result => _reply ?? throw Rethrown(_failure!);

    internal void Complete(Reply reply)
    {
        lock (_sync)
        {
            _reply = reply;
            Monitor.PulseAll(_sync);
        }

        _task?.TrySetResult(reply);
    }

    internal void Fail(Exception failure)
    {
        lock (_sync)
        {
            _failure = failure;
            Monitor.PulseAll(_sync);
        }

        _task?.TrySetException(Rethrown(failure));
    }

    /// <summary>Makes the waiting thread the one that reads.</summary>
    internal void Promote()
    {
        lock (_sync)
        {
            _mustRead = true;
            Monitor.PulseAll(_sync);
        }
    }

    /// <summary>Waits, while another thread reads, until the call is done or it is this thread's turn.</summary>
    internal void WaitForTurn()
    {
        bool isInterrupted = false;
        lock (_sync)
        {
            while (_reply is null && _failure is null && !_mustRead)
            {
                try
                {
                    Monitor.Wait(_sync);
                }
                catch (ThreadInterruptedException)
                {
                    // The request is at the owner, and its reply may carry an item: kept for the thread's next wait.
                    isInterrupted = true;
                }
            }
        }

        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    // One failure ends many calls; each gets an exception of its own.
    private static OwnerExitedException Rethrown(Exception failure) => new(failure.Message, failure);
}
