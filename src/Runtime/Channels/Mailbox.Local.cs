using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <content>How threads and tasks of the owner wait.</content>
internal sealed partial class Mailbox : IMailbox
{
    private delegate ReplyStatus? Attempt(Waiter? waiter, Deadline deadline);

    int IMailbox.Count => Count;

    bool IMailbox.IsFull => IsFull;

    public ReplyStatus Put(byte[] payload, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryPut(payload, null, Deadline.Passed) is var status && status != ReplyStatus.Expired || deadline.HasPassed
            ? status!.Value
            : Wait((waiter, limit) => TryPut(payload, waiter, limit), _putters, deadline, out _, cancellationToken);
    }

    public ReplyStatus Get(out byte[]? payload, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReplyStatus? status = TryGet(out Parcel? parcel, null, Deadline.Passed);
        if (status == ReplyStatus.Expired && !deadline.HasPassed)
        {
            Parcel? atOnce = null;
            status = Wait((waiter, limit) => TryGet(out atOnce, waiter, limit), _getters, deadline, out object? gift, cancellationToken);
            parcel = atOnce ?? gift as Parcel;
        }

        payload = parcel?.Payload;
        return status!.Value;
    }

    public ReplyStatus Poll(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Wait(TryPoll, _pollers, deadline, out _, cancellationToken);
    }

    public ReplyStatus Join(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Wait(TryJoin, _joiners, deadline, out _, cancellationToken);
    }

    public Task<ReplyStatus> PutAsync(byte[] payload, Deadline deadline, CancellationToken cancellationToken) =>
        StatusAsync((waiter, limit) => TryPut(payload, waiter, limit), _putters, deadline, cancellationToken);

    public async Task<(ReplyStatus Status, byte[]? Payload)> GetAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        Parcel? atOnce = null;
        (ReplyStatus status, object? gift) = await WaitAsync(
            (waiter, limit) => TryGet(out atOnce, waiter, limit), _getters, deadline, cancellationToken).ConfigureAwait(false);
        return (status, (atOnce ?? gift as Parcel)?.Payload);
    }

    public Task<ReplyStatus> PollAsync(Deadline deadline, CancellationToken cancellationToken) =>
        StatusAsync(TryPoll, _pollers, deadline, cancellationToken);

    public Task<ReplyStatus> JoinAsync(Deadline deadline, CancellationToken cancellationToken) =>
        StatusAsync(TryJoin, _joiners, deadline, cancellationToken);

    public ReplyStatus FinishOne() => TryFinishOne() ? ReplyStatus.Ok : ReplyStatus.Invalid;

    public ReplyStatus CloseNow(bool isImmediate)
    {
        Close(isImmediate);
        return ReplyStatus.Ok;
    }

    private static ReplyStatus Wait(
        Attempt attempt, WaiterList list, Deadline deadline, out object? gift, CancellationToken cancellationToken)
    {
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            gift = null;
            if (attempt(waiter, deadline) is { } atOnce)
            {
                return atOnce;
            }

            if (!waiter.Park(list, deadline, cancellationToken))
            {
                return ReplyStatus.Expired;
            }

            gift = waiter.Gift;
            return (ReplyStatus)(waiter.Outcome - 1);
        }
        finally
        {
            waiter.Return();
        }
    }

    private static async Task<ReplyStatus> StatusAsync(
        Attempt attempt, WaiterList list, Deadline deadline, CancellationToken cancellationToken) =>
        (await WaitAsync(attempt, list, deadline, cancellationToken).ConfigureAwait(false)).Status;

    private static async Task<(ReplyStatus Status, object? Gift)> WaitAsync(
        Attempt attempt, WaiterList list, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskWaiter(list);
        if (attempt(waiter, deadline) is { } atOnce)
        {
            return (atOnce, null);
        }

        bool isSignaled = await waiter.WaitAsync(deadline, cancellationToken).ConfigureAwait(false);
        return isSignaled ? ((ReplyStatus)(waiter.Outcome - 1), waiter.Gift) : (ReplyStatus.Expired, null);
    }
}
