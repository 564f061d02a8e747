using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>One call, of which the caller awaits the result.</summary>
internal sealed class PoolCall<TResult>(
    ProcessTarget target,
    ParentCall context,
    byte[] payload,
    PendingResult<TResult> pending,
    Action<TResult>? callback,
    Action<Exception>? onError) : PoolTask(target, context, payload)
{
    private CancellationTokenRegistration _cancellation;
    private CancellationTokenRegistration _argument;

    /// <summary>After the submission, because a token may be cancelled already.</summary>
    internal void CancelWith(PoolCore pool, CancellationToken argument, CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            _cancellation = token.UnsafeRegister(_ => pool.Cancel(this, token), null);
        }

        if (argument.CanBeCanceled && argument != token)
        {
            _argument = argument.UnsafeRegister(_ => pool.Cancel(this, argument), null);
        }

        if (IsSettled)
        {
            Unregister();
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who submitted the task was warned there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who submitted the task was warned there.")]
    protected override void OnCompleted(WireReader result, int processId)
    {
        Unregister();
        TResult value;
        try
        {
            value = Target.ResultType == typeof(void) ? default! : Target.ReadResult<TResult>(result);
        }
        catch (Exception exception)
        {
            // Of a user's type that refuses what its own code wrote.
            Settle.Fail(pending, exception, onError);
            return;
        }

        Settle.Succeed(pending, value, callback);
    }

    protected override void OnFailed(Exception exception)
    {
        Unregister();
        Settle.Fail(pending, exception, onError);
    }

    private void Unregister()
    {
        // Not Dispose: it would wait for a callback that waits for us.
        _cancellation.Unregister();
        _argument.Unregister();
    }
}
