using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>Does with mailboxes of this process what another one asks for.</summary>
/// <param name="incoming">Where that process takes from; null: it may not.</param>
/// <param name="outgoing">Where it puts into; null: it may not.</param>
internal sealed class MailboxService(Mailbox? incoming, Mailbox? outgoing)
{
    internal void Call(Attachment user, long call, byte operation, ReadOnlySpan<byte> arguments)
    {
        switch (operation)
        {
            case MailboxOperation.Put:
                Deadline limit = Arguments.ReadDeadline(ref arguments);
                Answer(user, call, Allowed(outgoing).TryPut(arguments.ToArray(), NewWaiter(outgoing!, user, call), limit));
                break;
            case MailboxOperation.Get:
                Get(user, call, Allowed(incoming), Arguments.ReadDeadline(ref arguments));
                break;
            case MailboxOperation.Poll:
                Answer(user, call, Allowed(incoming).TryPoll(NewWaiter(incoming!, user, call), Arguments.ReadDeadline(ref arguments)));
                break;
            case MailboxOperation.Join:
                Answer(user, call, Allowed(incoming).TryJoin(NewWaiter(incoming!, user, call), Arguments.ReadDeadline(ref arguments)));
                break;
            case MailboxOperation.FinishOne:
                user.Reply(call, Allowed(incoming).FinishOne());
                break;
            case MailboxOperation.Close:
                user.Reply(call, Allowed(incoming).CloseNow(Arguments.ReadByte(ref arguments) != 0));
                break;
            case MailboxOperation.State:
                Span<byte> state = stackalloc byte[sizeof(int) + 1];
                BitConverter.TryWriteBytes(state, Allowed(incoming).Count);
                state[sizeof(int)] = incoming!.IsFull ? (byte)1 : (byte)0;
                user.Reply(call, incoming.End == ReplyStatus.Gone ? ReplyStatus.Gone : ReplyStatus.Ok, state);
                break;
            default:
                throw new InvalidDataException($"There is no operation {operation} on a queue.");
        }
    }

    internal void Post(Attachment user, byte operation, ReadOnlySpan<byte> arguments)
    {
        switch (operation)
        {
            case MailboxOperation.PutUnacknowledged:
                Put(user, Allowed(outgoing), arguments.ToArray());
                break;
            default:
                throw new InvalidDataException($"There is no post {operation} to a queue.");
        }
    }

    private static Mailbox Allowed(Mailbox? mailbox) =>
        mailbox ?? throw new InvalidDataException("This end of the pipe works in the other direction only.");

    private static RemoteWaiter NewWaiter(Mailbox mailbox, Attachment user, long call) => new(mailbox, user.Peer, call);

    private static void Answer(Attachment user, long call, ReplyStatus? status)
    {
        if (status is { } atOnce)
        {
            user.Reply(call, atOnce);
        }
    }

    private static void Get(Attachment user, long call, Mailbox mailbox, Deadline deadline)
    {
        ReplyStatus? status = mailbox.TryGet(out Parcel? parcel, new GetWaiter(mailbox, user.Peer, call), deadline);
        if (parcel is not null)
        {
            user.Peer.Deliver(call, mailbox, parcel, isOwnThread: true);
        }
        else
        {
            Answer(user, call, status);
        }
    }

    private static void Put(Attachment user, Mailbox mailbox, byte[] payload)
    {
        switch (mailbox.TryPut(payload, new CreditWaiter(mailbox, user, payload.Length), Deadline.Never))
        {
            case ReplyStatus.Ok:
                user.Credit(payload.Length);
                break;
            case ReplyStatus.Closed:
                // It was sent before its sender heard of it.
                mailbox.PutLate(payload);
                break;
        }
    }

    /// <summary>Its reply is an item, which must not be lost.</summary>
    private sealed class GetWaiter(Mailbox mailbox, PeerConnection peer, long call) : RemoteWaiter(mailbox, peer, call)
    {
        protected override void Reply(ReplyStatus status)
        {
            if (status == ReplyStatus.Ok)
            {
                Peer.Deliver(CallNumber, mailbox, (Parcel)Gift!, isOwnThread: false);
            }
            else
            {
                base.Reply(status);
            }
        }
    }

    /// <summary>A put that nobody waits for, waiting for room. It stays when its sender dies: the sender was told that it is sent.</summary>
    private sealed class CreditWaiter(Mailbox mailbox, Attachment user, int bytes) : RemoteWaiter(mailbox, user.Peer, call: 0)
    {
        internal override bool IsTracked => false;

        protected override void Reply(ReplyStatus status)
        {
            if (status == ReplyStatus.Ok)
            {
                user.Credit(bytes);
            }
        }
    }
}
