using System.Buffers;
using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Bytes in memory that several processes see at the same time. Python's <c>multiprocessing.shared_memory.SharedMemory</c>.
/// </summary>
/// <remarks>
/// <para>The block belongs to the process that created it: its <see cref="Dispose"/>, or its end, removes the block's name, so
/// that no other process can open it any more; processes that have it open keep their view. The memory goes when nobody has a
/// view. What a killed process leaves is removed by the next process that uses shared memory.</para>
/// <para>Nothing orders the accesses of several processes: guard them with a <see cref="ProcessLock"/>. Only the current user
/// can open the block.</para>
/// <para><b>A span or memory of the block must not be used after <see cref="Dispose"/></b>: the addresses may be anything then.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class SharedMemoryBlock : IWireSerializable<SharedMemoryBlock>, IDisposable
{
    private const int IsDisposedAt = 32;
    private const int ElementMarkAt = 36;

    // Keeps what was not disposed of mapped: a span alone would not, and then point nowhere.
    private static readonly HashSet<SharedMemoryBlock> s_open = [];

    private readonly MappedFile _file;
    private readonly SharedAddress _address;
    private readonly bool _isCreator;
    private int _isDisposed;

    /// <summary>Creates a block of zeros. The memory is reserved at once.</summary>
    /// <param name="size">How many bytes; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="IOException">There is not so much shared memory.</exception>
    public SharedMemoryBlock(long size)
        : this(size, 0)
    {
    }

    internal SharedMemoryBlock(long size, int elementMark)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _isCreator = true;
        _file = MappedFile.Create(checked(size + MappedFile.HeaderSize), out int number);
        _address = new SharedAddress(Platform.ProcessIdentity.Current, number, 0, 0);
        *(int*)(_file.Base + ElementMarkAt) = elementMark;
        Open();
    }

    private SharedMemoryBlock(MappedFile file, SharedAddress address)
    {
        _file = file;
        _address = address;
        Size = file.Size - MappedFile.HeaderSize;
        Open();
    }

    /// <summary>How many bytes.</summary>
    public long Size { get; }

    /// <summary>The bytes. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed of here.</exception>
    /// <exception cref="OverflowException">The block is larger than a span; use <see cref="Slice"/>.</exception>
    public Span<byte> Span => new(Start, checked((int)Size));

    /// <summary>The bytes in a form that can be kept and passed to asynchronous methods. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed of here.</exception>
    /// <exception cref="OverflowException">The block is larger than a span; use <see cref="Slice"/>.</exception>
    public Memory<byte> Memory
    {
        get
        {
            _ = Start;
            return new BlockMemory(this, checked((int)Size)).Memory;
        }
    }

    internal byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
            return _file.Base + MappedFile.HeaderSize;
        }
    }

    internal int ElementMark
    {
        get
        {
            _ = Start;
            return *(int*)(_file.Base + ElementMarkAt);
        }
    }

    /// <summary>Creates a block of zeros. The memory is reserved at once.</summary>
    /// <param name="size">How many bytes; at least 1.</param>
    /// <returns>The block, which belongs to this process.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="IOException">There is not so much shared memory.</exception>
    public static SharedMemoryBlock Create(long size) => new(size);

    /// <summary>A part of the bytes. Valid until <see cref="Dispose"/>.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed of here.</exception>
    public Span<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size - length);
        return new Span<byte>(Start + offset, length);
    }

    /// <summary>Gives this process's view up; the creator's removes the block for those who have not opened it yet.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (_isCreator)
        {
            Volatile.Write(ref *(int*)(_file.Base + IsDisposedAt), 1);
        }

        lock (s_open)
        {
            s_open.Remove(this);
        }

        _file.Unmap();
        if (_isCreator)
        {
            File.Delete(_address.Path);
        }
    }

    /// <summary>The size.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => $"{nameof(SharedMemoryBlock)} ({(_isDisposed != 0 ? "disposed" : $"{Size} bytes")})";

    /// <summary>Writes where the block lies, not what it is: the reader opens the same block. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a block of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The block was disposed of, or its creator has ended.</exception>
    public static SharedMemoryBlock ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _ = Start;
        return _address.ToString();
    }

    /// <exception cref="SharedStateLostException">The block was disposed of, or its creator has ended.</exception>
    internal static SharedMemoryBlock Attach(string description)
    {
        SharedAddress address = SharedAddress.Parse(description);
        MappedFile file = MappedFile.Open(address);
        bool isDisposed = Volatile.Read(ref *(int*)(file.Base + IsDisposedAt)) != 0;
        if (!isDisposed && address is { Offset: 0, Serial: 0 } && file.Size > MappedFile.HeaderSize)
        {
            return new SharedMemoryBlock(file, address);
        }

        file.Unmap();
        throw isDisposed ? SharedStateLostException.Disposed() : SharedStateLostException.NotOurs();
    }

    private void Open()
    {
        lock (s_open)
        {
            s_open.Add(this);
        }
    }

    private sealed class BlockMemory(SharedMemoryBlock block, int size) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(block.Start, size);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, size);
            return new MemoryHandle(block.Start + elementIndex);
        }

        public override void Unpin()
        {
            // Nothing moves.
        }

        protected override void Dispose(bool disposing)
        {
            // The block is disposed of by its owner.
        }
    }
}
