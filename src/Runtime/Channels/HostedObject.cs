using System.Security.Cryptography;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>Something of this process that other processes use. Who names it must also know its capability token.</summary>
internal abstract class HostedObject
{
    internal const int TokenLength = 32;

    private readonly byte[] _token;
    private readonly object _gate = new();
    private readonly HashSet<Attachment> _attachments = [];

    protected HostedObject()
        : this(RandomNumberGenerator.GetBytes(TokenLength))
    {
    }

    protected HostedObject(byte[] token) => _token = token;

    internal Guid Id { get; } = Guid.NewGuid();

    internal ReadOnlySpan<byte> Token => _token;

    internal int AttachmentCount
    {
        get
        {
            lock (_gate)
            {
                return _attachments.Count;
            }
        }
    }

    internal bool IsToken(ReadOnlySpan<byte> token) => CryptographicOperations.FixedTimeEquals(token, _token);

    /// <summary>A process begins to use the object.</summary>
    /// <returns>Ok, or why not.</returns>
    internal virtual ReplyStatus Attach(Attachment attachment)
    {
        lock (_gate)
        {
            _attachments.Add(attachment);
        }

        return ReplyStatus.Ok;
    }

    /// <summary>A process does not use the object any more. What it held is given back here.</summary>
    /// <param name="attachment">By which it was used.</param>
    /// <param name="isLost">True: the process ended, or broke the protocol; false: it said so.</param>
    internal virtual void Detach(Attachment attachment, bool isLost)
    {
        lock (_gate)
        {
            _attachments.Remove(attachment);
        }
    }

    /// <summary>Does what a call asks for and replies, at once or when it has waited. On the connection's thread: must not block.</summary>
    /// <exception cref="InvalidDataException">The call is malformed.</exception>
    internal abstract void Call(Attachment attachment, long call, byte operation, ReadOnlySpan<byte> arguments);

    /// <summary>The same without a reply.</summary>
    /// <exception cref="InvalidDataException">The post is malformed.</exception>
    internal virtual void Post(Attachment attachment, byte operation, ReadOnlySpan<byte> arguments) =>
        throw new InvalidDataException($"{GetType().Name} takes no post {operation}.");

    /// <summary>Tells every process that uses the object.</summary>
    protected void NotifyAll(byte notice)
    {
        Attachment[] attachments;
        lock (_gate)
        {
            attachments = [.. _attachments];
        }

        foreach (Attachment attachment in attachments)
        {
            attachment.Notify(notice, []);
        }
    }
}
