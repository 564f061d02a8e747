using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A growing message for another process of the same machine. Not thread-safe.</summary>
/// <remarks>The buffer comes from a pool and goes back with <see cref="Dispose"/>; who forgets it only loses the reuse.</remarks>
public sealed class WireWriter : IDisposable
{
    private const int FirstSize = 256;
    private const int KeptSize = 1024 * 1024;

    private readonly int _maxBytes;
    private byte[] _buffer;
    private int _length;
    private int _depth;

    /// <summary>Creates an empty message.</summary>
    public WireWriter()
        : this(WireContext.None)
    {
    }

    internal WireWriter(WireContext context, int maxBytes = WireLimits.MaxMessageBytes, int depth = 0)
    {
        Context = context;
        _maxBytes = maxBytes;
        _depth = depth;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    }

    /// <summary>What was written; valid until the next write, <see cref="Reset"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>How many bytes were written.</summary>
    public int Length => _length;

    /// <summary>What the session offers to values that live in it: tokens, progress, handles.</summary>
    internal WireContext Context { get; set; }

    /// <summary>How many values the next one lies in.</summary>
    internal int Depth => _depth;

    /// <summary>Starts over.</summary>
    public void Reset()
    {
        _length = 0;
        _depth = 0;
        if (_buffer.Length > KeptSize)
        {
            Replace(FirstSize);
        }
    }

    /// <summary>Gives the buffer back. The writer must not be used afterwards.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes 1 byte.</summary>
    /// <param name="value">The byte.</param>
    public void WriteByte(byte value)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = value;
    }

    /// <summary>Writes a truth value, 1 byte.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes 2 bytes.</summary>
    /// <param name="value">The number.</param>
    public void WriteInt16(short value) => WriteRaw(value);

    /// <summary>Writes 4 bytes.</summary>
    /// <param name="value">The number.</param>
    public void WriteInt32(int value) => WriteRaw(value);

    /// <summary>Writes 8 bytes.</summary>
    /// <param name="value">The number.</param>
    public void WriteInt64(long value) => WriteRaw(value);

    /// <summary>Writes 4 bytes.</summary>
    /// <param name="value">The number, NaN and its payload included.</param>
    public void WriteSingle(float value) => WriteRaw(value);

    /// <summary>Writes 8 bytes.</summary>
    /// <param name="value">The number, NaN and its payload included.</param>
    public void WriteDouble(double value) => WriteRaw(value);

    /// <summary>Writes 16 bytes.</summary>
    /// <param name="value">The identifier.</param>
    public void WriteGuid(Guid value) => WriteRaw(value);

    /// <summary>Writes a text or null.</summary>
    /// <param name="value">Any text, also one with lone surrogates.</param>
    /// <exception cref="NotSerializableException">The message would be longer than 256 MiB.</exception>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteInt32(-1);
        }
        else if (!TryWriteUtf8(value))
        {
            // Lone surrogates have no UTF-8; such texts cross as they are.
            WriteInt32(checked(-2 - value.Length));
            MemoryMarshal.AsBytes(value.AsSpan()).CopyTo(Append(value.Length * sizeof(char)));
        }
    }

    /// <summary>Writes bytes with their number in front.</summary>
    /// <param name="value">The bytes.</param>
    /// <exception cref="NotSerializableException">The message would be longer than 256 MiB.</exception>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteInt32(value.Length);
        value.CopyTo(Append(value.Length));
    }

    /// <summary>Writes any supported value; read it with <see cref="WireReader.ReadValue{T}"/> of the same type.</summary>
    /// <typeparam name="T">The type both ends agree on.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="NotSerializableException">The value cannot cross.</exception>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public void WriteValue<T>(T value)
    {
        Enter();
        WireCodec.Write(this, value);
        Leave();
    }

    internal void WriteTag(WireTag tag) => WriteByte((byte)tag);

    /// <summary>Writes a value as it lies in memory: both ends are on one machine and run the same build.</summary>
    internal void WriteRaw<T>(T value)
        where T : struct
    {
        if (_buffer.Length - _length < Unsafe.SizeOf<T>())
        {
            Grow(Unsafe.SizeOf<T>());
        }

        Unsafe.WriteUnaligned(ref _buffer[_length], value);
        _length += Unsafe.SizeOf<T>();
    }

    /// <summary>The next bytes, to be filled by the caller.</summary>
    internal Span<byte> Append(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }

        Span<byte> span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }

    /// <summary>Overwrites a number written before, such as a length that is known only now.</summary>
    internal void PatchInt32(int position, int value) =>
        MemoryMarshal.Write(_buffer.AsSpan(position, sizeof(int)), in value);

    /// <summary>Forgets what was written after a position: a value that failed half way.</summary>
    internal void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
        _depth = 0;
    }

    internal void Enter()
    {
        if (++_depth > WireLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth = 0;
            throw new NotSerializableException(
                $"The value is nested more than {WireLimits.MaxDepth} levels deep, or contains itself. Send flat data: a list of nodes with indices instead of references.");
        }
    }

    internal void Leave() => _depth--;

    private bool TryWriteUtf8(string value)
    {
        int start = _length;
        long worst = sizeof(int) + (value.Length * 3L);
        if (_length + worst > _maxBytes)
        {
            worst = sizeof(int) + (long)System.Text.Encoding.UTF8.GetByteCount(value);
        }

        Span<byte> free = Append((int)worst)[sizeof(int)..];
        OperationStatus status = Utf8.FromUtf16(value, free, out _, out int written, replaceInvalidSequences: false);
        _length = status == OperationStatus.Done ? start + sizeof(int) + written : start;
        if (status == OperationStatus.Done)
        {
            PatchInt32(start, written);
        }

        return status == OperationStatus.Done;
    }

    private void Grow(int count)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        long needed = (long)_length + count;
        ThrowIfTooLong(needed);
        Replace((int)Math.Min(Math.Max(needed, _buffer.Length * 2L), Math.Max(needed, Array.MaxLength)));
    }

    private void ThrowIfTooLong(long needed)
    {
        if (needed > _maxBytes)
        {
            throw new NotSerializableException(
                $"The message would be longer than {_maxBytes >> 20} MiB. Send it in parts, or put it into shared memory or a file and send the name.");
        }
    }

    private void Replace(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
