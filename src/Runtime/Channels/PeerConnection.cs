using System.Buffers.Binary;
using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>One process that uses objects of this one, on a thread of its own that only reads and never waits for anybody else.</summary>
internal sealed class PeerConnection
{
    private const int StackSize = 256 * 1024;

    private readonly ObjectHost _host;
    private readonly Stream _stream;
    private readonly FrameReader _reader;
    private readonly PeerOutbox _outbox;
    private readonly Dictionary<int, Attachment> _attachments = [];

    // How many deliveries the client has read. Shared memory, so it needs no message and is still there when the client is not.
    private readonly SharedCounter _received = SharedCounter.Create();

    // Guards what is below: waits begin and end on many threads.
    private readonly object _gate = new();
    private readonly Dictionary<long, RemoteWaiter> _parked = [];
    private readonly Queue<(long Number, Mailbox Source, Parcel Parcel)> _underWay = new();
    private long _lastDelivery;
    private bool _isClosed;

    internal PeerConnection(ObjectHost host, TransportPeer peer)
    {
        _host = host;
        _stream = peer.Stream;
        ProcessId = peer.ProcessId;
        _reader = new FrameReader(_stream);
        _outbox = new PeerOutbox(_stream);
    }

    /// <summary>Null where the system does not tell.</summary>
    internal int? ProcessId { get; }

    internal void Start() => new Thread(Run, StackSize) { IsBackground = true, Name = "Shared object client" }.Start();

    internal void Reply(long call, ReplyStatus status, ReadOnlySpan<byte> content, bool isOwnThread)
    {
        Span<byte> head = stackalloc byte[sizeof(long) + 1];
        BinaryPrimitives.WriteInt64LittleEndian(head, call);
        head[sizeof(long)] = (byte)status;
        _outbox.Send(FrameKind.Reply, head, content, isOwnThread);
    }

    internal void Notify(int slot, byte notice, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[sizeof(int) + 1];
        BinaryPrimitives.WriteInt32LittleEndian(head, slot);
        head[sizeof(int)] = notice;
        _outbox.Send(FrameKind.Notify, head, content, mayWait: false);
    }

    /// <summary>Delivers an item. It belongs to the mailbox until the client has read it.</summary>
    internal void Deliver(long call, Mailbox source, Parcel parcel, bool isOwnThread)
    {
        _outbox.WaitForRoom(isOwnThread);
        bool isTaken;
        lock (_gate)
        {
            isTaken = !_isClosed;
            if (isTaken)
            {
                ForgetReceived();

                // Under the same lock, so that the numbers are those of the client, which counts what it reads.
                _underWay.Enqueue((++_lastDelivery, source, parcel));
                Span<byte> head = stackalloc byte[sizeof(long) + 1];
                BinaryPrimitives.WriteInt64LittleEndian(head, call);
                head[sizeof(long)] = (byte)ReplyStatus.Ok;
                _outbox.Append(FrameKind.Delivery, head, parcel.Payload);
            }
        }

        if (isTaken)
        {
            _outbox.Flush(isOwnThread);
        }
        else
        {
            source.Redeliver(parcel);
        }
    }

    internal void Park(RemoteWaiter waiter)
    {
        lock (_gate)
        {
            if (!_parked.TryAdd(waiter.CallNumber, waiter))
            {
                throw new InvalidDataException($"Call {waiter.CallNumber} is made twice.");
            }
        }
    }

    internal void Unpark(RemoteWaiter waiter)
    {
        lock (_gate)
        {
            _parked.Remove(waiter.CallNumber);
        }
    }

    /// <summary>Ends the connection; its thread gives back what the client held.</summary>
    internal void Close()
    {
        _outbox.Close();
        _stream.Dispose();
    }

    private void Run()
    {
        try
        {
            if (Greet())
            {
                while (_reader.Read() is { } frame)
                {
                    Handle(frame.Kind, frame.Payload.Span);
                }
            }
        }
        catch (InvalidDataException exception)
        {
            Refuse(ReplyStatus.Violation, exception.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever one client makes go wrong must not end the owner's process.
            Refuse(ReplyStatus.Failed, exception.Message);
        }
        finally
        {
            End();
        }
    }

    private void ForgetReceived()
    {
        long received = _received.Value;
        while (_underWay.TryPeek(out (long Number, Mailbox Source, Parcel Parcel) first) && first.Number <= received)
        {
            _underWay.Dequeue();
        }
    }

    private bool Greet()
    {
        if (_reader.Read() is not { } frame)
        {
            return false;
        }

        ReadOnlySpan<byte> content = frame.Payload.Span;
        if (frame.Kind != FrameKind.Hello || content.Length < sizeof(int) * 2 || BinaryPrimitives.ReadInt32LittleEndian(content) != Protocol.Magic)
        {
            throw new InvalidDataException("The first message is not a greeting.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(content[sizeof(int)..]);
        if (version != Protocol.Version)
        {
            Refuse(ReplyStatus.Denied, $"The processes use different versions of the library: protocol {version} here meets {Protocol.Version} at the owner.");
            return false;
        }

        Span<byte> welcome = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(welcome, Environment.ProcessId);
        _outbox.Send(FrameKind.Welcome, welcome, System.Text.Encoding.UTF8.GetBytes(_received.FullPath), mayWait: true);
        return true;
    }

    private void Refuse(ReplyStatus status, string reason)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(reason);
        _outbox.Send(FrameKind.Refused, [(byte)status], text, mayWait: false);
    }

    private void Handle(byte kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Attach:
                Attach(content);
                break;
            case FrameKind.Detach:
                Detach(ReadInt32(ref content));
                break;
            case FrameKind.Call:
                long call = ReadInt64(ref content);
                Call(call, ReadInt32(ref content), ReadByte(ref content), content);
                break;
            case FrameKind.Post:
                if (_attachments.TryGetValue(ReadInt32(ref content), out Attachment? attachment))
                {
                    attachment.Target.Post(attachment, ReadByte(ref content), content);
                }

                break;
            case FrameKind.Cancel:
                Cancel(ReadInt64(ref content));
                break;
            case FrameKind.Echo:
                Reply(ReadInt64(ref content), ReplyStatus.Cancelled, [], isOwnThread: true);
                break;
            default:
                throw new InvalidDataException($"There is no message of kind {kind}.");
        }
    }

    private void Attach(ReadOnlySpan<byte> content)
    {
        long call = ReadInt64(ref content);
        int slot = ReadInt32(ref content);
        if (content.Length != 16 + HostedObject.TokenLength || _attachments.ContainsKey(slot))
        {
            throw new InvalidDataException("An object is asked for in a wrong way.");
        }

        HostedObject? target = _host.Find(new Guid(content[..16]));
        if (target is null)
        {
            Reply(call, ReplyStatus.Gone, [], isOwnThread: true);
            return;
        }

        if (!target.IsToken(content[16..]))
        {
            // Who guesses gets one try per connection; who uses other objects rightly keeps them.
            Reply(call, ReplyStatus.Denied, [], isOwnThread: true);
            if (_attachments.Count == 0)
            {
                throw new InvalidDataException("The capability token is wrong.");
            }

            return;
        }

        var attachment = new Attachment(this, slot, target);
        ReplyStatus status = target.Attach(attachment);
        if (status == ReplyStatus.Ok)
        {
            _attachments.Add(slot, attachment);
        }

        Reply(call, status, [], isOwnThread: true);
    }

    private void Detach(int slot)
    {
        if (_attachments.Remove(slot, out Attachment? attachment))
        {
            attachment.Target.Detach(attachment, isLost: false);
        }
    }

    private void Call(long call, int slot, byte operation, ReadOnlySpan<byte> arguments)
    {
        if (_attachments.TryGetValue(slot, out Attachment? attachment))
        {
            attachment.Target.Call(attachment, call, operation, arguments);
        }
        else
        {
            Reply(call, ReplyStatus.Gone, [], isOwnThread: true);
        }
    }

    private void Cancel(long call)
    {
        RemoteWaiter? waiter;
        lock (_gate)
        {
            _parked.TryGetValue(call, out waiter);
        }

        // Where it waits no more its reply is on the way, and may carry an item: there must be no second one.
        waiter?.End(ReplyStatus.Cancelled);
    }

    private void End()
    {
        RemoteWaiter[] parked;
        (long Number, Mailbox Source, Parcel Parcel)[] underWay;
        lock (_gate)
        {
            _isClosed = true;
            parked = [.. _parked.Values];
            ForgetReceived();
            underWay = [.. _underWay];
            _underWay.Clear();
        }

        // Waits first: what is given back must not go to the dead.
        Array.ForEach(parked, static waiter => waiter.End(ReplyStatus.Cancelled));
        foreach ((_, Mailbox source, Parcel parcel) in underWay.OrderBy(static item => item.Parcel.Number))
        {
            source.Redeliver(parcel);
        }

        foreach (Attachment attachment in _attachments.Values)
        {
            attachment.Target.Detach(attachment, isLost: true);
        }

        Close();
        _received.Dispose();
        _host.Remove(this);
    }

    private static byte ReadByte(ref ReadOnlySpan<byte> content) => Arguments.ReadByte(ref content);

    private static int ReadInt32(ref ReadOnlySpan<byte> content) => Arguments.ReadInt32(ref content);

    private static long ReadInt64(ref ReadOnlySpan<byte> content) => Arguments.ReadInt64(ref content);
}
