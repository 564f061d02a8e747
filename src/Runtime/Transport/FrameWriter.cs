using System.Buffers.Binary;

namespace ConcurrencyAnalyzers.Runtime.Transport;

/// <summary>
/// Sends messages over a stream. All members are thread-safe. Whoever finds the connection idle writes, also what others
/// appended meanwhile: messages that come close together go in one system call, and no thread only writes.
/// </summary>
internal sealed class FrameWriter(Stream stream)
{
    private const int SmallBuffer = 64 * 1024;

    // Beyond this much unsent, senders wait: the other end does not keep up.
    private const int HighWater = 4 * 1024 * 1024;

    private readonly object _gate = new();
    private byte[] _pending = new byte[1024];
    private byte[] _sending = new byte[1024];
    private int _pendingLength;
    private bool _isSending;
    private Exception? _failure;

    /// <summary>Sends a message; waits while the other end does not keep up.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    /// <exception cref="ArgumentException">The message is longer than <see cref="FrameLimits.MaxPayload"/>.</exception>
    internal void Send(byte kind, ReadOnlySpan<byte> payload) => Send(kind, payload, default);

    /// <summary>Sends a message whose payload lies in two pieces.</summary>
    /// <inheritdoc cref="Send(byte, ReadOnlySpan{byte})"/>
    internal void Send(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (EnqueueAsSender(kind, head, tail))
        {
            SendPending();
        }
    }

    /// <summary>
    /// Puts a message behind those that wait, without writing: for a caller that must not block, and calls
    /// <see cref="Flush"/> later or lets the next sender take it along.
    /// </summary>
    internal void Append(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            Copy(kind, head, tail);
        }
    }

    /// <summary>Writes what waits.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    internal void Flush()
    {
        lock (_gate)
        {
            ThrowIfFailed();
            if (_isSending || _pendingLength == 0)
            {
                return;
            }

            _isSending = true;
        }

        SendPending();
    }

    /// <returns>Whether the caller is the one to write; otherwise somebody writes already and takes this along.</returns>
    private bool EnqueueAsSender(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (_gate)
        {
            while (_isSending && _pendingLength > HighWater && _failure is null)
            {
                Monitor.Wait(_gate);
            }

            ThrowIfFailed();
            Copy(kind, head, tail);
            bool isFirst = !_isSending;
            _isSending = true;
            return isFirst;
        }
    }

    private void Copy(byte kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        long length = (long)head.Length + tail.Length;
        if (length > FrameLimits.MaxPayload)
        {
            throw new ArgumentException(
                $"A message of {length} bytes is too long: {FrameLimits.MaxPayload} is the most. Send it in parts, or put it into a SharedMemoryBlock.");
        }

        EnsureRoom(FrameReader.HeaderSize + (int)length);
        Span<byte> target = _pending.AsSpan(_pendingLength);
        BinaryPrimitives.WriteInt32LittleEndian(target, (int)length);
        target[sizeof(int)] = kind;
        head.CopyTo(target[FrameReader.HeaderSize..]);
        tail.CopyTo(target[(FrameReader.HeaderSize + head.Length)..]);
        _pendingLength += FrameReader.HeaderSize + (int)length;
    }

    private void EnsureRoom(int more)
    {
        long needed = (long)_pendingLength + more;
        if (needed > _pending.Length)
        {
            Array.Resize(ref _pending, (int)Math.Min(Array.MaxLength, Math.Max(needed, _pending.Length * 2L)));
        }
    }

    private void SendPending()
    {
        while (TakePending() is { Count: > 0 } bytes)
        {
            try
            {
                stream.Write(bytes.Array!, bytes.Offset, bytes.Count);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
            {
                Fail(exception);
                throw Gone(exception);
            }
        }
    }

    private ArraySegment<byte>? TakePending()
    {
        lock (_gate)
        {
            int length = _pendingLength;
            if (length == 0)
            {
                _isSending = false;
                Monitor.PulseAll(_gate);
                return null;
            }

            if (_sending.Length > SmallBuffer)
            {
                // One large message is no reason to keep its memory.
                _sending = new byte[1024];
            }

            (_sending, _pending) = (_pending, _sending);
            _pendingLength = 0;
            Monitor.PulseAll(_gate);
            return new ArraySegment<byte>(_sending, 0, length);
        }
    }

    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            _failure = exception;
            _isSending = false;
            _pendingLength = 0;
            Monitor.PulseAll(_gate);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw Gone(failure);
        }
    }

    private static IOException Gone(Exception cause) => new("The other process has closed the connection.", cause);
}
