using ConcurrencyAnalyzers.Runtime.Channels;

namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>State that is looked at and changed by one short operation at a time. It knows its content as bytes only.</summary>
internal abstract class ManagedCore : HostedObject
{
    private readonly object _gate = new();
    private bool _isGone;

    protected ManagedCore()
    {
    }

    protected ManagedCore(byte[] token)
        : base(token)
    {
    }

    internal sealed override void Call(Attachment attachment, long call, byte operation, ReadOnlySpan<byte> arguments)
    {
        Reply reply = Invoke(operation, arguments);
        attachment.Reply(call, reply.Status, reply.Content);
    }

    internal Reply Invoke(byte operation, ReadOnlySpan<byte> arguments)
    {
        lock (_gate)
        {
            return _isGone ? new Reply(ReplyStatus.Gone, []) : Do(operation, arguments);
        }
    }

    /// <summary>From now on every use is refused.</summary>
    internal void Dispose()
    {
        lock (_gate)
        {
            _isGone = true;
        }

        if (ObjectHost.IsStarted)
        {
            ObjectHost.Current.Remove(this);
        }

        NotifyAll(Notice.Gone);
    }

    /// <summary>Does one operation; nothing else happens to the object meanwhile.</summary>
    protected abstract Reply Do(byte operation, ReadOnlySpan<byte> arguments);

    protected static Reply Ok(byte[]? content = null) => new(ReplyStatus.Ok, content ?? []);

    protected static Reply If(bool condition) => new(condition ? ReplyStatus.Ok : ReplyStatus.No, []);

    protected static InvalidDataException Unknown(byte operation) => new($"There is no operation {operation} on this object.");
}
