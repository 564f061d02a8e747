using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>A call of another process that waits at its owner. It occupies no thread.</summary>
internal class RemoteWaiter(SyncPoint point, PeerConnection peer, long call) : Waiter
{
    private Timer? _timer;

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

        int milliseconds = deadline.RemainingMilliseconds();
        if (milliseconds is not Timeout.Infinite)
        {
            // A timer's limit is 49 days; nobody will see the difference.
            _timer = new Timer(static state => ((RemoteWaiter)state!).End(ReplyStatus.Expired), this, milliseconds, Timeout.Infinite);
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
