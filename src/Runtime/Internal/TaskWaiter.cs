using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>A task that waits. Its continuations never run on the thread that signals.</summary>
internal sealed class TaskWaiter : Waiter
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

        var timer = new Timer(static state => ((TaskWaiter)state!).Expire(), this, Timeout.Infinite, Timeout.Infinite);
        await using (timer.ConfigureAwait(false))
        {
            int milliseconds = deadline.RemainingMilliseconds();
            while (milliseconds == int.MaxValue && !_completion.Task.IsCompleted)
            {
                // A timer takes at most some weeks, so a longer wait is made of several.
                await Task.WhenAny(_completion.Task, Task.Delay(milliseconds - 1, CancellationToken.None)).ConfigureAwait(false);
                milliseconds = deadline.RemainingMilliseconds();
            }

            timer.Change(milliseconds, Timeout.Infinite);
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

    private void Expire()
    {
        if (Owner.TryWithdraw(this))
        {
            _completion.TrySetResult(false);
        }
    }
}
