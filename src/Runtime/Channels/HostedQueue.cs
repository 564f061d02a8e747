namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>A queue that lives in this process.</summary>
internal sealed class HostedQueue : HostedObject
{
    private readonly MailboxService _service;

    internal HostedQueue(int maxSize)
    {
        MaxSize = maxSize;
        Items = new Mailbox(maxSize, maxBytes: 0);
        Items.Ended += OnEnded;
        _service = new MailboxService(Items, Items);
    }

    internal int MaxSize { get; }

    internal Mailbox Items { get; }

    internal override ReplyStatus Attach(Attachment attachment)
    {
        ReplyStatus status = base.Attach(attachment);
        if (Items.End != ReplyStatus.Ok)
        {
            OnEnded();
        }

        return status;
    }

    internal override void Call(Attachment attachment, long call, byte operation, ReadOnlySpan<byte> arguments) =>
        _service.Call(attachment, call, operation, arguments);

    internal override void Post(Attachment attachment, byte operation, ReadOnlySpan<byte> arguments) =>
        _service.Post(attachment, operation, arguments);

    internal void Dispose()
    {
        Items.Dispose();
        if (ObjectHost.IsStarted)
        {
            ObjectHost.Current.Remove(this);
        }
    }

    private void OnEnded() => NotifyAll(Items.End == ReplyStatus.Gone ? Notice.Gone : Notice.Closed);
}
