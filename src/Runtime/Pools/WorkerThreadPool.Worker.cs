namespace ConcurrencyAnalyzers.Runtime;

/// <content>The threads of the pool.</content>
public sealed partial class WorkerThreadPool
{
    private sealed class Worker(WorkerThreadPool pool) : WorkerThread(daemon: true)
    {
        private readonly CancellationTokenSource _dismissal = new();

        /// <summary>Wakes the worker if it waits for work; otherwise it ends after the request it is at.</summary>
        internal void Dismiss() => _dismissal.Cancel();

        protected override void Run()
        {
            try
            {
                while (TryGetRequest() is { } request)
                {
                    request.Execute();
                    pool._results.Put(request);
                }
            }
            finally
            {
                pool.WorkerEnded();
            }
        }

        /// <summary>Null: dismissed, or the pool was disposed. A dismissal never takes a request along.</summary>
        private WorkRequest? TryGetRequest()
        {
            try
            {
                return pool._requests.Get(_dismissal.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (QueueClosedException)
            {
                return null;
            }
        }
    }
}
