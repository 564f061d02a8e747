using System.Buffers.Binary;

namespace ConcurrencyAnalyzers.Runtime.Transport;

/// <summary>Cuts a stream into messages: <c>int32 length | byte kind | payload</c>, little endian. For one thread.</summary>
internal sealed class FrameReader(Stream stream)
{
    internal const int HeaderSize = sizeof(int) + 1;

    private const int SmallBuffer = 64 * 1024;

    private byte[] _buffer = new byte[SmallBuffer];
    private int _start;
    private int _end;

    /// <summary>Whether a whole message waits in memory, so that reading it cannot block.</summary>
    internal bool HasBuffered =>
        _end - _start >= HeaderSize && _end - _start >= HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));

    /// <summary>Waits for the next message.</summary>
    /// <returns>The message; null when the other end has closed the connection, also in the middle of a message.</returns>
    /// <exception cref="InvalidDataException">The other end sends something else than messages.</exception>
    internal Frame? Read()
    {
        if (!Fill(HeaderSize))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));
        if (length is < 0 or > FrameLimits.MaxPayload)
        {
            throw new InvalidDataException($"The other process announced a message of {length} bytes: it does not speak our protocol.");
        }

        if (!Fill(HeaderSize + length))
        {
            return null;
        }

        var frame = new Frame(_buffer[_start + sizeof(int)], _buffer.AsMemory(_start + HeaderSize, length));
        _start += HeaderSize + length;
        return frame;
    }

    /// <summary>Gives a large buffer back once its message was read; it would stay for the connection's life.</summary>
    private void Compact(int needed)
    {
        int available = _end - _start;
        bool isOversized = _buffer.Length > SmallBuffer && Math.Max(needed, available) <= SmallBuffer;
        if (isOversized || _buffer.Length < needed)
        {
            byte[] larger = new byte[isOversized ? SmallBuffer : needed];
            _buffer.AsSpan(_start, available).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, available).CopyTo(_buffer);
        }

        _start = 0;
        _end = available;
    }

    private bool Fill(int needed)
    {
        if (_end - _start >= needed)
        {
            return true;
        }

        if (_buffer.Length - _start < needed || _start == _end)
        {
            Compact(needed);
        }

        while (_end - _start < needed)
        {
            int read;
            try
            {
                read = stream.Read(_buffer, _end, _buffer.Length - _end);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // A killed peer resets the connection instead of closing it; for us it is gone either way.
                return false;
            }

            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
