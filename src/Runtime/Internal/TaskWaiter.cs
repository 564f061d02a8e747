using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>A task that waits. Its continuations never run on the thread that signals.</summary>
internal sealed class TaskWaiter : Waiter
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Deadline _deadline;
    private Timer? _timer;

    internal TaskWaiter(IWaiterOwner owner)
    {
        Owner = owner;
        WantsHandoff = true;
    }

    /// <summary>Where the waiter stands; settled before <see cref="WaitAsync"/>.</summary>
    internal IWaiterOwner Owner { get; set; }

    internal override void Signal() => _completion.TrySetResult(true);

    /// <summary>
    /// True once signalled, false when the deadline came first; then the waiter has left its list. To be called once,
    /// after the waiter was queued and outside the owner's lock.
    /// </summary>
    internal Task<bool> WaitAsync(Deadline deadline, CancellationToken cancellationToken) =>
        deadline.IsInfinite && !cancellationToken.CanBeCanceled
            ? _completion.Task
            : WaitWithLimitsAsync(deadline, cancellationToken);

    private async Task<bool> WaitWithLimitsAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        await using ConfiguredAsyncDisposable registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskWaiter)state!).Cancel(token), this).ConfigureAwait(false);
        if (deadline.IsInfinite)
        {
            return await _completion.Task.ConfigureAwait(false);
        }

        _deadline = deadline;
        _timer = new Timer(static state => ((TaskWaiter)state!).OnTimer(), this, Timeout.Infinite, Timeout.Infinite);
        await using (_timer.ConfigureAwait(false))
        {
            _timer.Change(deadline.RemainingMilliseconds(), Timeout.Infinite);
            return await _completion.Task.ConfigureAwait(false);
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (Owner.TryWithdraw(this))
        {
            _completion.TrySetCanceled(token);
        }
    }

    /// <summary>A timer runs for some weeks at most and may be a little early: then it is set anew.</summary>
    private void OnTimer()
    {
        int milliseconds = _deadline.RemainingMilliseconds();
        if (milliseconds > 0)
        {
            Restart(milliseconds);
        }
        else if (Owner.TryWithdraw(this))
        {
            _completion.TrySetResult(false);
        }
    }

    private void Restart(int milliseconds)
    {
        try
        {
            _timer!.Change(milliseconds, Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // Signalled at this very moment.
        }
    }
}
