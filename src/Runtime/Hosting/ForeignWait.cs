using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Waits for the end of a process that is known by a handle only.</summary>
internal static class ForeignWait
{
    internal static bool For(IForeignProcess process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        WaitHandle[] handles = [process.Ended, cancellationToken.WaitHandle];
        int signalled = WaitHandle.WaitAny(handles, deadline.RemainingMilliseconds());
        if (signalled == 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return signalled == 0;
    }

    internal static async Task<bool> ForAsync(IForeignProcess process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        int milliseconds = Deadline.After(timeout).RemainingMilliseconds();
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        RegisteredWaitHandle registration = ThreadPool.RegisterWaitForSingleObject(
            process.Ended, (_, timedOut) => ended.TrySetResult(!timedOut), null, milliseconds, executeOnlyOnce: true);
        await using CancellationTokenRegistration cancellation = cancellationToken.Register(() => ended.TrySetCanceled(cancellationToken));
        try
        {
            return await ended.Task.ConfigureAwait(false);
        }
        finally
        {
            registration.Unregister(null);
        }
    }
}
