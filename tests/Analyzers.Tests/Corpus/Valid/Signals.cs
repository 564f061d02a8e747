namespace Corpus.Valid;

/// <summary>Results that are waited for by events, countdowns and barriers instead of joins.</summary>
public static class Signals
{
    public static int ByEvent()
    {
        using var done = new ManualResetEventSlim();
        var result = 0;
        var thread = new Thread(() =>
        {
            result = 42;
            done.Set();
        });
        thread.Start();
        done.Wait();
        return result;
    }

    public static int ByCountdown(int workers)
    {
        using var done = new CountdownEvent(workers);
        var results = new int[workers];
        for (var i = 0; i < workers; i++)
        {
            var index = i;
            ThreadPool.QueueUserWorkItem(_ =>
            {
                try
                {
                    results[index] = index;
                }
                finally
                {
                    done.Signal();
                }
            });
        }

        done.Wait();
        return results.Sum();
    }

    public static int ByBarrier()
    {
        var left = 0;
        var right = 0;
        using var barrier = new Barrier(2);
        var thread = new Thread(() =>
        {
            left = 1;
            barrier.SignalAndWait();
        });
        thread.Start();
        right = 2;
        barrier.SignalAndWait();
        return left + right;
    }

    public static async Task<int> ByCompletionSource()
    {
        var completion = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => completion.SetResult(7)) { IsBackground = true };
        thread.Start();
        return await completion.Task;
    }

    public static bool ByPolling(TimeSpan patience)
    {
        var found = false;
        var gate = new object();
        var thread = new Thread(() =>
        {
            lock (gate)
            {
                found = true;
            }
        });
        thread.Start();
        return SpinWait.SpinUntil(
            () =>
            {
                lock (gate)
                {
                    return found;
                }
            },
            patience);
    }
}
