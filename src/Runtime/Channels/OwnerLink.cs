using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>
/// This process's connection to an owner, shared by all threads and objects, so that what one thread does before another is
/// also seen in that order by the owner.
/// </summary>
/// <remarks>
/// No thread only reads while threads wait: the first of them reads for all and hands the turn on when it has its own reply.
/// So a call that is alone costs no switch of threads. Only for waiting tasks there is a thread, made with the first.
/// </remarks>
internal sealed partial class OwnerLink
{
    private static readonly ConcurrentDictionary<string, Lazy<OwnerLink>> s_links = new(StringComparer.Ordinal);

    private readonly string _endpoint;
    private readonly Stream _stream;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;

    // How many deliveries were read, for the owner to see: written by whoever reads.
    private SharedCounter? _received;
    private long _deliveries;

    // Guards everything below.
    private readonly object _gate = new();
    private readonly Dictionary<long, RemoteCall> _calls = [];
    private readonly LinkedList<RemoteCall> _waitingThreads = new();
    private readonly Dictionary<int, RemoteObject> _objects = [];
    private long _lastCall;
    private int _lastSlot;
    private int _tasks;
    private bool _isReading;
    private bool _hasPump;
    private Exception? _failure;

    private OwnerLink(string endpoint)
    {
        _endpoint = endpoint;
        try
        {
            _stream = CurrentPlatform.Instance.Connect(endpoint);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ArgumentException or UnauthorizedAccessException)
        {
            throw new OwnerExitedException("The process that owns the object cannot be reached: it has ended.", exception);
        }

        _reader = new FrameReader(_stream);
        _writer = new FrameWriter(_stream);
        Greet();
    }

    /// <summary>The owner's process id, as it says.</summary>
    internal int OwnerProcessId { get; private set; }

    internal bool IsBroken
    {
        get
        {
            lock (_gate)
            {
                return _failure is not null;
            }
        }
    }

    /// <summary>The connection to an owner, made on first use.</summary>
    /// <exception cref="OwnerExitedException">Nobody answers there.</exception>
    internal static OwnerLink To(string endpoint)
    {
        while (true)
        {
            Lazy<OwnerLink> link = s_links.GetOrAdd(endpoint, static key => new Lazy<OwnerLink>(() => new OwnerLink(key)));
            try
            {
                if (!link.Value.IsBroken)
                {
                    return link.Value;
                }
            }
            catch
            {
                s_links.TryRemove(new(endpoint, link));
                throw;
            }

            s_links.TryRemove(new(endpoint, link));
        }
    }

    /// <summary>A connection for one use: by somebody whose calls may last and must not hold up others.</summary>
    internal static OwnerLink Separate(string endpoint) => new(endpoint);

    internal void Close() => Fail(new OwnerExitedException("The connection was closed."));

    /// <summary>Begins to use an object.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    /// <exception cref="AuthenticationException">The capability token is wrong.</exception>
    internal (int Slot, ReplyStatus Status) Attach(Guid id, ReadOnlySpan<byte> token, RemoteObject target)
    {
        int slot;
        lock (_gate)
        {
            slot = ++_lastSlot;
            _objects.Add(slot, target);
        }

        Span<byte> content = stackalloc byte[sizeof(int) + 16 + HostedObject.TokenLength];
        BinaryPrimitives.WriteInt32LittleEndian(content, slot);
        id.TryWriteBytes(content[sizeof(int)..]);
        token.CopyTo(content[(sizeof(int) + 16)..]);
        RemoteCall call = Register(isTask: false, slot, isSent: true);
        Send(FrameKind.Attach, call, content, []);
        Reply reply = Await(call, CancellationToken.None);
        if (reply.Status != ReplyStatus.Ok)
        {
            Forget(slot);
        }

        return reply.Status == ReplyStatus.Denied
            ? throw new AuthenticationException("The key of the shared object is wrong; the owner has closed the connection.")
            : (slot, reply.Status);
    }

    /// <summary>Ends the use of an object. Without an error when the owner is gone.</summary>
    internal void Detach(int slot)
    {
        Forget(slot);
        Span<byte> content = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(content, slot);
        try
        {
            _writer.Send(FrameKind.Detach, content);
        }
        catch (IOException)
        {
            // Its owner is gone, and so is the object.
        }
    }

    /// <summary>Calls and waits for the reply.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before anything happened at the owner.</exception>
    internal Reply Call(
        int slot, byte operation, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RemoteCall call = Register(isTask: false, slot, isSent: true);
        SendCall(call, operation, arguments, payload);
        return Await(call, cancellationToken);
    }

    /// <inheritdoc cref="Call"/>
    internal Task<Reply> CallAsync(
        int slot, byte operation, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<Reply>(cancellationToken);
        }

        RemoteCall call = Register(isTask: true, slot, isSent: true);
        SendCall(call, operation, arguments, payload);
        return AwaitAsync(call, cancellationToken);
    }

    /// <summary>Tells the owner something without waiting for an answer.</summary>
    internal void Post(int slot, byte operation, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[Protocol.PostHeader];
        BinaryPrimitives.WriteInt32LittleEndian(head, slot);
        head[sizeof(int)] = operation;
        Write(FrameKind.Post, head, payload);
    }

    /// <summary>A call of which the owner may know or not; if not, it ends with something that the owner tells unasked.</summary>
    internal RemoteCall Register(bool isTask, int slot, bool isSent)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            var call = new RemoteCall(++_lastCall, isTask, slot, isSent);
            _calls.Add(call.Number, call);
            if (isTask)
            {
                _tasks++;
                StartPump();
            }

            return call;
        }
    }

    /// <summary>Ends a call of this process's own accord.</summary>
    internal void Complete(RemoteCall call, Reply reply)
    {
        if (Take(call.Number) is not null)
        {
            call.Complete(reply);
        }
    }

    private void SendCall(RemoteCall call, byte operation, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[sizeof(int) + 1 + arguments.Length];
        BinaryPrimitives.WriteInt32LittleEndian(head, call.Slot);
        head[sizeof(int)] = operation;
        arguments.CopyTo(head[(sizeof(int) + 1)..]);
        Send(FrameKind.Call, call, head, payload);
    }

    private void Send(byte kind, RemoteCall call, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[sizeof(long) + rest.Length];
        BinaryPrimitives.WriteInt64LittleEndian(head, call.Number);
        rest.CopyTo(head[sizeof(long)..]);
        try
        {
            Write(kind, head, payload);
        }
        catch
        {
            Take(call.Number);
            throw;
        }
    }

    private void Write(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        try
        {
            _writer.Send(kind, head, payload);
        }
        catch (IOException exception)
        {
            // Why may still be there to read: a refusal, for one.
            Exception? failure;
            lock (_gate)
            {
                failure = _failure;
            }

            throw new OwnerExitedException(failure?.Message ?? Ended, exception);
        }
    }

    private string Ended => $"Process {OwnerProcessId}, which owns the object, has ended or closed the connection.";

    private void Greet()
    {
        Span<byte> hello = stackalloc byte[sizeof(int) * 2];
        BinaryPrimitives.WriteInt32LittleEndian(hello, Protocol.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(hello[sizeof(int)..], Protocol.Version);
        try
        {
            _writer.Send(FrameKind.Hello, hello);
            Frame? answer = _reader.Read();
            if (answer is { Kind: FrameKind.Refused } refused)
            {
                throw new OwnerExitedException(RefusalText(refused.Payload.Span));
            }

            if (answer is not { Kind: FrameKind.Welcome, Payload.Length: > sizeof(int) } welcome)
            {
                throw new OwnerExitedException("The process that owns the object has ended.");
            }

            OwnerProcessId = BinaryPrimitives.ReadInt32LittleEndian(welcome.Payload.Span);
            _received = OpenCell(Encoding.UTF8.GetString(welcome.Payload.Span[sizeof(int)..]));
        }
        catch (Exception exception) when (exception is not OwnerExitedException)
        {
            _stream.Dispose();
            throw new OwnerExitedException("The process that owns the object has ended.", exception);
        }
    }

    /// <summary>Only a file where owners make such files is written to, whatever the owner says.</summary>
    private static SharedCounter OpenCell(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)));
        return folder == Path.GetFullPath(CurrentPlatform.Instance.SharedMemoryRoot)
            ? SharedCounter.Open(path)
            : throw new InvalidDataException("The owner names a file that is not its own.");
    }

    private void Forget(int slot)
    {
        lock (_gate)
        {
            _objects.Remove(slot);
        }
    }

    private static string RefusalText(ReadOnlySpan<byte> content) =>
        $"The owner has closed the connection: {(content.Length > 1 ? Encoding.UTF8.GetString(content[1..]) : "it gave no reason.")}";
}
