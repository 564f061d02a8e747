using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One end of a pipe between two processes, made by <see cref="ProcessPipe"/>. Pass it as an argument to the process that is to use it.</summary>
/// <typeparam name="TSend">What this end sends.</typeparam>
/// <typeparam name="TReceive">What it receives.</typeparam>
/// <remarks>
/// <para>All members are thread-safe. Each message arrives whole, as one message, in the order sent; an empty one is a
/// message, too.</para>
/// <para>Sending waits while about a megabyte lies unread at the other end. A message that its receiver's death has stopped
/// half way goes to another holder of that end, if there is one.</para>
/// <para>The messages go through the process that created the pipe; it must outlive its use.</para>
/// </remarks>
public class ProcessConnection<TSend, TReceive> : ProcessConnection, IWireSerializable<ProcessConnection<TSend, TReceive>>
{
    private readonly WireFormatter<TSend> _sends = Formatters.Of<TSend>();
    private readonly WireFormatter<TReceive> _receives = Formatters.Of<TReceive>();

    internal ProcessConnection(PipeEnd end)
        : base(end)
    {
    }

    internal ProcessConnection(ObjectAddress address, bool canReceive, bool canSend)
        : base(address, canReceive, canSend)
    {
    }

    /// <summary>Sends a message. Waits only while too much lies unread at the other end.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="NotSerializableException">The message cannot cross; nothing was sent.</exception>
    /// <exception cref="EndOfStreamException">The other end is closed, or its process has ended.</exception>
    /// <exception cref="InvalidOperationException">This end cannot send.</exception>
    /// <exception cref="ObjectDisposedException">This end is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was sent.</exception>
    public void Send(TSend message, CancellationToken cancellationToken = default)
    {
        IMailbox outgoing = Outgoing;
        byte[] payload = _sends.Encode(message);
        ThrowIfEnded(Ended(() => outgoing.Put(payload, Deadline.Never, cancellationToken)));
    }

    /// <summary>Sends a message if the other end keeps up, or does within a time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether it was sent; false when the time is up.</returns>
    /// <inheritdoc cref="Send" path="/exception"/>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool TrySend(TSend message, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        IMailbox outgoing = Outgoing;
        byte[] payload = _sends.Encode(message);
        return ThrowIfEnded(Ended(() => outgoing.Put(payload, deadline, cancellationToken)));
    }

    /// <summary>Sends a message without blocking the thread.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once it was sent, is cancelled, or fails as <see cref="Send"/> does.</returns>
    public async ValueTask SendAsync(TSend message, CancellationToken cancellationToken = default)
    {
        IMailbox outgoing = Outgoing;
        byte[] payload = _sends.Encode(message);
        ThrowIfEnded(await EndedAsync(outgoing.PutAsync(payload, Deadline.Never, cancellationToken), ReplyStatus.Closed).ConfigureAwait(false));
    }

    /// <summary>Receives a message, waiting for one as long as it takes.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="EndOfStreamException">The other end is closed, or its process has ended, and nothing is left.</exception>
    /// <exception cref="InvalidOperationException">This end cannot receive.</exception>
    /// <exception cref="ObjectDisposedException">This end is closed.</exception>
    public TReceive Receive() => Receive(CancellationToken.None);

    /// <summary>Receives a message, waiting for one until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The message.</returns>
    /// <inheritdoc cref="Receive()" path="/exception"/>
    /// <exception cref="OperationCanceledException">The token was cancelled; no message was taken.</exception>
    public TReceive Receive(CancellationToken cancellationToken)
    {
        TryReceive(out TReceive? message, Deadline.Never, cancellationToken);
        return message!;
    }

    /// <summary>Receives a message if there is one, or if there is within a time.</summary>
    /// <param name="message">The message, or <c>default</c>.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time.</returns>
    /// <inheritdoc cref="Receive(CancellationToken)" path="/exception"/>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool TryReceive([MaybeNullWhen(false)] out TReceive message, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        TryReceive(out message, Deadline.After(timeout), cancellationToken);

    /// <summary>Receives a message without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too. A message is never lost by that.</param>
    /// <returns>The message; or the task is cancelled, or fails as <see cref="Receive()"/> does.</returns>
    public async ValueTask<TReceive> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        (ReplyStatus status, byte[]? payload) = await EndedAsync(
            Incoming.GetAsync(Deadline.Never, cancellationToken), (ReplyStatus.Closed, null)).ConfigureAwait(false);
        ThrowIfEnded(status);
        return _receives.Decode(payload);
    }

    /// <inheritdoc/>
    void IWireSerializable<ProcessConnection<TSend, TReceive>>.WriteTo(WireWriter writer) => Write(writer);

    /// <inheritdoc/>
    static ProcessConnection<TSend, TReceive> IWireSerializable<ProcessConnection<TSend, TReceive>>.ReadFrom(WireReader reader)
    {
        (ObjectAddress address, bool canReceive, bool canSend, PipeEnd? here) = Read(reader);
        return here is null
            ? new ProcessConnection<TSend, TReceive>(address, canReceive, canSend)
            : new ProcessConnection<TSend, TReceive>(here);
    }

    private protected static (ObjectAddress Address, bool CanReceive, bool CanSend, PipeEnd? Here) Read(WireReader reader)
    {
        ObjectAddress address = ObjectAddress.ReadFrom(reader);
        bool canReceive = reader.ReadBoolean();
        bool canSend = reader.ReadBoolean();
        HostedObject? target = address.FindHere();
        var here = target as PipeEnd;
        if (target is not null && here is null)
        {
            throw new WireFormatException("The shared object is not a pipe's end.");
        }

        here?.AddHandle();
        return (address, canReceive, canSend, here);
    }

    private static bool ThrowIfEnded(ReplyStatus status) => status switch
    {
        ReplyStatus.Ok => true,
        ReplyStatus.Expired => false,
        _ => throw EndOfMessages(),
    };

    private bool TryReceive([MaybeNullWhen(false)] out TReceive message, Deadline deadline, CancellationToken cancellationToken)
    {
        IMailbox incoming = Incoming;
        byte[]? payload = null;
        bool isReceived = ThrowIfEnded(Ended(() => incoming.Get(out payload, deadline, cancellationToken)));
        message = isReceived ? _receives.Decode(payload) : default;
        return isReceived;
    }
}
