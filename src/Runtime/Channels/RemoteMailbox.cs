using System.Buffers.Binary;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>A mailbox of another process, or the two of a pipe's end there.</summary>
/// <param name="address">Where.</param>
/// <param name="isBounded">True: a put waits for the owner's word; false: it is sent, and a window bounds what is on its way.</param>
internal sealed class RemoteMailbox(ObjectAddress address, bool isBounded) : RemoteObject(address), IMailbox
{
    private readonly List<(OwnerLink Link, RemoteCall Call)> _waitForCredit = [];
    private int _items;
    private long _bytes;
    private volatile ReplyStatus _end;

    public int Count => BinaryPrimitives.ReadInt32LittleEndian(State());

    public bool IsFull => State()[sizeof(int)] != 0;

    public ReplyStatus Put(byte[] payload, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (isBounded || !deadline.IsInfinite)
        {
            return Call(MailboxOperation.Put, Time(deadline), payload, cancellationToken: cancellationToken).Status;
        }

        (OwnerLink link, int slot) = Connect();
        link.ReadAvailable();
        while (true)
        {
            if (TryTakeCredit(link, slot, payload.Length, isTask: false, out RemoteCall? wait) is { } end)
            {
                return Send(link, slot, payload, end);
            }

            link.Await(wait!, cancellationToken);
        }
    }

    public async Task<ReplyStatus> PutAsync(byte[] payload, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (isBounded || !deadline.IsInfinite)
        {
            return (await CallAsync(MailboxOperation.Put, Time(deadline), payload, cancellationToken: cancellationToken).ConfigureAwait(false)).Status;
        }

        (OwnerLink link, int slot) = Connect();
        link.ReadAvailable();
        while (true)
        {
            if (TryTakeCredit(link, slot, payload.Length, isTask: true, out RemoteCall? wait) is { } end)
            {
                return Send(link, slot, payload, end);
            }

            await link.AwaitAsync(wait!, cancellationToken).ConfigureAwait(false);
        }
    }

    public ReplyStatus Get(out byte[]? payload, Deadline deadline, CancellationToken cancellationToken)
    {
        Reply reply = Call(MailboxOperation.Get, Time(deadline), cancellationToken: cancellationToken);
        payload = reply.Status == ReplyStatus.Ok ? reply.Content : null;
        return reply.Status;
    }

    public async Task<(ReplyStatus Status, byte[]? Payload)> GetAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        Reply reply = await CallAsync(MailboxOperation.Get, Time(deadline), cancellationToken: cancellationToken).ConfigureAwait(false);
        return (reply.Status, reply.Status == ReplyStatus.Ok ? reply.Content : null);
    }

    public ReplyStatus Poll(Deadline deadline, CancellationToken cancellationToken) =>
        Call(MailboxOperation.Poll, Time(deadline), cancellationToken: cancellationToken).Status;

    public Task<ReplyStatus> PollAsync(Deadline deadline, CancellationToken cancellationToken) =>
        StatusAsync(CallAsync(MailboxOperation.Poll, Time(deadline), cancellationToken: cancellationToken));

    public ReplyStatus Join(Deadline deadline, CancellationToken cancellationToken) =>
        Call(MailboxOperation.Join, Time(deadline), cancellationToken: cancellationToken).Status;

    public Task<ReplyStatus> JoinAsync(Deadline deadline, CancellationToken cancellationToken) =>
        StatusAsync(CallAsync(MailboxOperation.Join, Time(deadline), cancellationToken: cancellationToken));

    public ReplyStatus FinishOne() => Call(MailboxOperation.FinishOne, []).Status;

    public ReplyStatus CloseNow(bool isImmediate) => Call(MailboxOperation.Close, [isImmediate ? (byte)1 : (byte)0]).Status;

    internal override void OnNotice(byte notice, ReadOnlySpan<byte> content)
    {
        (OwnerLink Link, RemoteCall Call)[] waiting;
        lock (_waitForCredit)
        {
            switch (notice)
            {
                case Notice.Credit:
                    _items -= Arguments.ReadInt32(ref content);
                    _bytes -= Arguments.ReadInt32(ref content);
                    break;
                case Notice.Closed:
                    _end = _end == ReplyStatus.Ok ? ReplyStatus.Closed : _end;
                    break;
                default:
                    _end = ReplyStatus.Gone;
                    break;
            }

            waiting = [.. _waitForCredit];
            _waitForCredit.Clear();
        }

        foreach ((OwnerLink link, RemoteCall call) in waiting)
        {
            link.Complete(call, new Reply(ReplyStatus.Ok, []));
        }
    }

    private static async Task<ReplyStatus> StatusAsync(Task<Reply> reply) => (await reply.ConfigureAwait(false)).Status;

    private static byte[] Time(Deadline deadline)
    {
        byte[] time = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(time, deadline.RemainingMilliseconds());
        return time;
    }

    private static ReplyStatus Send(OwnerLink link, int slot, byte[] payload, ReplyStatus end)
    {
        if (end == ReplyStatus.Ok)
        {
            link.Post(slot, MailboxOperation.PutUnacknowledged, payload);
        }

        return end;
    }

    private byte[] State()
    {
        Reply reply = Call(MailboxOperation.State, []);
        return reply.Status == ReplyStatus.Ok && reply.Content.Length == sizeof(int) + 1
            ? reply.Content
            : throw new ObjectDisposedException(null, "Its owner has disposed the shared object.");
    }

    /// <returns>Ok: the put may be sent; another status: it is of no use; null: wait for the call first.</returns>
    private ReplyStatus? TryTakeCredit(OwnerLink link, int slot, int bytes, bool isTask, out RemoteCall? wait)
    {
        wait = null;
        lock (_waitForCredit)
        {
            if (_end != ReplyStatus.Ok && !link.IsBroken)
            {
                return _end;
            }

            if (_items < Protocol.WindowItems && _bytes < Protocol.WindowBytes)
            {
                _items++;
                _bytes += bytes;
                return ReplyStatus.Ok;
            }

            wait = link.Register(isTask, slot, isSent: false);
            _waitForCredit.Add((link, wait));
            return null;
        }
    }
}
