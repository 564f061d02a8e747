using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>A call of another process that waits at its owner. It occupies no thread.</summary>
internal class RemoteWaiter(SyncPoint point, PeerConnection peer, long call) : Waiter
{
    private Timer? _timer;
    private Deadline _deadline;

    internal RemoteWaiter? NextWoken;

    internal long CallNumber { get; } = call;

    /// <summary>Where it stands now: a condition's waiter moves on to the lock's line.</summary>
    internal WaiterList? List { get; set; }

    /// <summary>Whether it ends with its connection and can be cancelled.</summary>
    internal virtual bool IsTracked => true;

    protected PeerConnection Peer { get; } = peer;

    internal sealed override void Signal() => point.AddWoken(this);

    /// <summary>Starts the clock; to be called inside the section in which it was queued.</summary>
    internal void Arm(Deadline deadline)
    {
        if (IsTracked)
        {
            Peer.Park(this);
        }

        if (!deadline.IsInfinite)
        {
            _deadline = deadline;
            _timer = new Timer(static state => ((RemoteWaiter)state!).OnTimer(), this, Timeout.Infinite, Timeout.Infinite);
            _timer.Change(deadline.RemainingMilliseconds(), Timeout.Infinite);
        }
    }

    /// <summary>A timer ticks coarsely and may be some milliseconds early, which no wait may be.</summary>
    private void OnTimer()
    {
        if (_deadline.HasPassed)
        {
            End(ReplyStatus.Expired);
            return;
        }

        try
        {
            _timer!.Change(Math.Max(1, _deadline.RemainingMilliseconds()), Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // The wait has ended meanwhile.
        }
    }

    /// <summary>Ends the wait unless it has succeeded already.</summary>
    /// <returns>Whether the wait was ended.</returns>
    internal bool End(ReplyStatus status)
    {
        if (List is null || !List.TryWithdraw(this))
        {
            return false;
        }

        Unpark();
        OnWithdrawn(status);
        return true;
    }

    /// <summary>Sends the reply after the signal; outside the section.</summary>
    internal void Dispatch()
    {
        Unpark();
        Reply((ReplyStatus)(Outcome - 1));
    }

    protected virtual void Reply(ReplyStatus status) => Peer.Reply(CallNumber, status, Gift as byte[] ?? [], isOwnThread: false);

    protected virtual void OnWithdrawn(ReplyStatus status) => Peer.Reply(CallNumber, status, [], isOwnThread: false);

    private void Unpark()
    {
        _timer?.Dispose();
        if (IsTracked)
        {
            Peer.Unpark(this);
        }
    }
}
