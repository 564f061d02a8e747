using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// Waits of tasks: the tasks of one handle stand in line, and for the first of them a thread of its own sleeps, so that no
/// thread of the pool does.
/// </summary>
/// <remarks>The thread alone decides how the wait ended: what it took is never lost to a cancellation that came too late.</remarks>
internal sealed class HelperThread
{
    private readonly NonReentrantLock _turn = new();

    /// <param name="wait">The blocking wait; observes deadline and token itself.</param>
    /// <param name="deadline">Ends the standing in line.</param>
    /// <param name="cancellationToken">The same.</param>
    /// <returns>What the wait returned; false: the deadline passed in line.</returns>
    internal async ValueTask<bool> Run(Func<bool> wait, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline.HasPassed)
        {
            return wait();
        }

        TimeSpan left = TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds());
        if (!await _turn.TryAcquireAsync(left, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            var result = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => Complete(result, wait))
            {
                IsBackground = true,
                Name = "Waits for another process",
            };
            thread.Start();
            return await result.Task.ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void Complete(TaskCompletionSource<bool> result, Func<bool> wait)
    {
        try
        {
            result.SetResult(wait());
        }
        catch (OperationCanceledException exception)
        {
            result.SetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }
    }
}
