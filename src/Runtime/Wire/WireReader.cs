using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Reads a message of another process. Not thread-safe.</summary>
/// <remarks>Every read is checked: whatever is wrong with the message ends in <see cref="WireFormatException"/>, nothing else.</remarks>
public sealed class WireReader
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = [];
    private int _position;
    private int _end;
    private int _depth;
    private int _nodes;

    /// <summary>Creates a reader of one message.</summary>
    /// <param name="message">The message; it must not change while it is read.</param>
    public WireReader(ReadOnlyMemory<byte> message)
        : this(message, WireContext.None)
    {
    }

    internal WireReader(ReadOnlyMemory<byte> message, WireContext context, int depth = 0)
    {
        Context = context;
        Reset(message);
        _depth = depth;
    }

    /// <summary>How many bytes are left.</summary>
    public int Remaining => _end - _position;

    /// <summary>What the session offers to values that live in it: tokens, progress, handles.</summary>
    internal WireContext Context { get; set; }

    /// <summary>How many values the next one lies in.</summary>
    internal int Depth => _depth;

    /// <summary>Reads 1 byte.</summary>
    /// <returns>The byte.</returns>
    public byte ReadByte()
    {
        if (_position >= _end)
        {
            ThrowTooShort();
        }

        return _buffer[_position++];
    }

    /// <summary>Reads a truth value.</summary>
    /// <returns>The value.</returns>
    public bool ReadBoolean()
    {
        byte value = ReadByte();
        return value <= 1 ? value == 1 : throw new WireFormatException($"A truth value is 0 or 1, not {value}.");
    }

    /// <summary>Reads 2 bytes.</summary>
    /// <returns>The number.</returns>
    public short ReadInt16() => ReadRaw<short>();

    /// <summary>Reads 4 bytes.</summary>
    /// <returns>The number.</returns>
    public int ReadInt32() => ReadRaw<int>();

    /// <summary>Reads 8 bytes.</summary>
    /// <returns>The number.</returns>
    public long ReadInt64() => ReadRaw<long>();

    /// <summary>Reads 4 bytes.</summary>
    /// <returns>The number.</returns>
    public float ReadSingle() => ReadRaw<float>();

    /// <summary>Reads 8 bytes.</summary>
    /// <returns>The number.</returns>
    public double ReadDouble() => ReadRaw<double>();

    /// <summary>Reads 16 bytes.</summary>
    /// <returns>The identifier.</returns>
    public Guid ReadGuid() => ReadRaw<Guid>();

    /// <summary>Reads a text.</summary>
    /// <returns>The text or null, as it was written.</returns>
    public string? ReadString()
    {
        int length = ReadInt32();
        if (length >= 0)
        {
            return ReadUtf8(length);
        }

        if (length == -1)
        {
            return null;
        }

        long characters = -2L - length;
        ReadOnlySpan<byte> bytes = Take(characters * sizeof(char));
        return new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    /// <summary>Reads bytes with their number in front.</summary>
    /// <returns>A copy of the bytes.</returns>
    public byte[] ReadBytes() => Take(ReadInt32()).ToArray();

    /// <summary>Reads a value written by <see cref="WireWriter.WriteValue{T}"/> of the same type.</summary>
    /// <typeparam name="T">The type both ends agree on.</typeparam>
    /// <returns>The value.</returns>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public T ReadValue<T>()
    {
        Enter();
        T value = WireCodec.Read<T>(this);
        Leave();
        return value;
    }

    /// <summary>Starts over with another message.</summary>
    internal void Reset(ReadOnlyMemory<byte> message)
    {
        // Nearly always an array; anything else is copied once, so that each read is a plain index.
        ArraySegment<byte> segment = MemoryMarshal.TryGetArray(message, out ArraySegment<byte> found) ? found : new(message.ToArray());
        _buffer = segment.Array ?? [];
        _position = segment.Offset;
        _end = segment.Offset + segment.Count;
        _depth = 0;
        _nodes = 0;
    }

    internal WireTag PeekTag()
    {
        if (_position >= _end)
        {
            ThrowTooShort();
        }

        return (WireTag)_buffer[_position];
    }

    internal void Expect(WireTag tag)
    {
        byte found = ReadByte();
        if (found != (byte)tag)
        {
            ThrowUnexpected(tag, (WireTag)found);
        }
    }

    /// <summary>True, and the tag is consumed, if a null stands here.</summary>
    internal bool TryReadNull()
    {
        if (PeekTag() != WireTag.Null)
        {
            return false;
        }

        _position++;
        return true;
    }

    internal T ReadRaw<T>()
        where T : struct
    {
        if (_end - _position < Unsafe.SizeOf<T>())
        {
            ThrowTooShort();
        }

        T value = Unsafe.ReadUnaligned<T>(ref _buffer[_position]);
        _position += Unsafe.SizeOf<T>();
        return value;
    }

    /// <summary>The next bytes, without a copy.</summary>
    internal ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _end - _position)
        {
            ThrowTooShort();
        }

        ReadOnlySpan<byte> span = _buffer.AsSpan(_position, (int)count);
        _position += (int)count;
        return span;
    }

    /// <summary>The number of elements that follow, of which each takes at least some bytes: nobody can ask for more memory than they sent.</summary>
    internal int ReadCount(int minBytesEach)
    {
        int count = ReadInt32();
        if (count < 0 || (long)count * Math.Max(1, minBytesEach) > _end - _position)
        {
            throw new WireFormatException($"A collection claims {count} elements, but only {_end - _position} bytes follow.");
        }

        CountNodes(count);
        return count;
    }

    internal void CountNodes(int count)
    {
        if (count > WireLimits.MaxNodes - _nodes)
        {
            throw new WireFormatException($"The message has more than {WireLimits.MaxNodes} elements.");
        }

        _nodes += count;
    }

    internal void Enter()
    {
        if (++_depth > WireLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new WireFormatException($"The message is nested more than {WireLimits.MaxDepth} levels deep.");
        }
    }

    internal void Leave() => _depth--;

    /// <summary>Both ends must agree where a message ends, too.</summary>
    internal void ExpectEnd()
    {
        if (_position != _end)
        {
            throw new WireFormatException($"The message has {_end - _position} bytes too many.");
        }
    }

    private static void ThrowUnexpected(WireTag expected, WireTag found) =>
        throw new WireFormatException($"Expected {expected}, found {(Enum.IsDefined(found) ? found : (byte)found)}.");

    private string ReadUtf8(int length)
    {
        try
        {
            return _strictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException exception)
        {
            throw new WireFormatException("A text is not UTF-8.", exception);
        }
    }

    [DoesNotReturn]
    private void ThrowTooShort() =>
        throw new WireFormatException($"The message is too short: {_end - _position} bytes are left.");
}
