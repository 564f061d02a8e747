using System.Buffers.Binary;
using System.Net.Sockets;
using ConcurrencyAnalyzers.Runtime.Transport;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>
/// What an owner sends to one client. The connection's own thread may wait until the client reads; a thread that serves
/// another client never does: what cannot be written at once is left to a thread of its own.
/// </summary>
/// <remarks>So a client that is stopped, or does not read, delays nobody but itself.</remarks>
internal sealed class PeerOutbox(Stream stream)
{
    private const int FirstSize = 1024;
    private const int KeptSize = 64 * 1024;

    // Beyond this much unsent the connection's own thread waits, and so reads no more requests.
    private const int HighWater = 4 * 1024 * 1024;

    // A socket that says it is writable has at least this much room: on Linux three quarters of some 200 KiB, elsewhere a few KiB.
    private static readonly int s_roomWhenWritable = OperatingSystem.IsLinux() ? 16 * 1024 : 1024;

    private readonly object _gate = new();
    private byte[] _pending = new byte[FirstSize];
    private byte[] _sending = new byte[FirstSize];
    private int _length;
    private bool _isSending;
    private bool _isClosed;

    /// <summary>Sends a message.</summary>
    /// <param name="kind">What it means.</param>
    /// <param name="head">The first part of its content.</param>
    /// <param name="tail">The rest.</param>
    /// <param name="mayWait">True: on the connection's own thread.</param>
    internal void Send(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, bool mayWait)
    {
        WaitForRoom(mayWait);
        Append(kind, head, tail);
        Flush(mayWait);
    }

    /// <summary>Waits while very much is unsent, if that is allowed.</summary>
    internal void WaitForRoom(bool mayWait)
    {
        lock (_gate)
        {
            while (mayWait && _isSending && _length > HighWater && !_isClosed)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Puts a message behind those that wait, without writing.</summary>
    internal void Append(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                Copy(kind, head, tail);
            }
        }
    }

    /// <summary>Writes what waits, or sees to it that it will be written.</summary>
    internal void Flush(bool mayWait)
    {
        lock (_gate)
        {
            if (_isSending || _length == 0)
            {
                return;
            }

            _isSending = true;
        }

        if (mayWait)
        {
            WriteAll();
        }
        else
        {
            WriteAtOnce();
        }
    }

    /// <summary>Drops what was not sent and ends every wait; the stream is the caller's to close.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _length = 0;
            Monitor.PulseAll(_gate);
        }
    }

    private void Copy(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        int payload = head.Length + tail.Length;
        int needed = _length + FrameReader.HeaderSize + payload;
        if (needed > _pending.Length)
        {
            Array.Resize(ref _pending, (int)Math.Min(Array.MaxLength, Math.Max(needed, _pending.Length * 2L)));
        }

        Span<byte> target = _pending.AsSpan(_length);
        BinaryPrimitives.WriteInt32LittleEndian(target, payload);
        target[sizeof(int)] = kind;
        head.CopyTo(target[FrameReader.HeaderSize..]);
        tail.CopyTo(target[(FrameReader.HeaderSize + head.Length)..]);
        _length = needed;
    }

    private void WriteAtOnce()
    {
        while (Take(onlySmall: true) is { } bytes)
        {
            if (bytes.Count == 0)
            {
                return;
            }

            Write(bytes);
        }

        // Rare: the client does not read, or the answer is large.
        new Thread(WriteAll, 256 * 1024) { IsBackground = true, Name = "Shared object writer" }.Start();
    }

    private void WriteAll()
    {
        while (Take(onlySmall: false) is { Count: > 0 } bytes)
        {
            Write(bytes);
        }
    }

    /// <returns>What to write; empty when nothing is left, and the role of the sender is given up; null when it would have to wait.</returns>
    private ArraySegment<byte>? Take(bool onlySmall)
    {
        lock (_gate)
        {
            if (_length == 0)
            {
                _isSending = false;
                Monitor.PulseAll(_gate);
                return ArraySegment<byte>.Empty;
            }

            if (onlySmall && !HasRoom(_length))
            {
                return null;
            }

            if (_sending.Length > KeptSize)
            {
                _sending = new byte[FirstSize];
            }

            (_sending, _pending) = (_pending, _sending);
            int length = _length;
            _length = 0;
            Monitor.PulseAll(_gate);
            return new ArraySegment<byte>(_sending, 0, length);
        }
    }

    private bool HasRoom(int bytes)
    {
        try
        {
            return bytes <= s_roomWhenWritable && stream is NetworkStream network && network.Socket.Poll(0, SelectMode.SelectWrite);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return true; // The write will tell.
        }
    }

    private void Write(ArraySegment<byte> bytes)
    {
        try
        {
            stream.Write(bytes.Array!, bytes.Offset, bytes.Count);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client is gone. What it sent before that is still to be read, so the reader decides when this ends.
            Close();
        }
    }
}
