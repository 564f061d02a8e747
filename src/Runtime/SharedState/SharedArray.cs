using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A fixed number of values in memory that several processes see at the same time, and a lock to guard them. Python's
/// <c>multiprocessing.Array</c>, and <c>RawArray</c> where the lock is not used.
/// </summary>
/// <typeparam name="T">A type without references: numbers, <see cref="bool"/>, enums, structs of such.</typeparam>
/// <remarks>
/// <para>Element access takes no lock: write <c>using (array.Enter()) { array[i]++; }</c> where several processes change it. An
/// element of up to 8 bytes is read and written at once; <c>Interlocked.Increment(ref array.Span[i])</c> works across processes, too.</para>
/// <para>The array belongs to the process that created it, as a <see cref="SharedMemoryBlock"/> does. A span of it must not be
/// used after <see cref="Dispose"/>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class SharedArray<T> : IWireSerializable<SharedArray<T>>, IDisposable
    where T : unmanaged
{
    private readonly SharedMemoryBlock _block;

    /// <summary>Creates an array of zeros.</summary>
    /// <param name="length">How many elements; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    /// <exception cref="IOException">There is not so much shared memory.</exception>
    public SharedArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _block = new SharedMemoryBlock((long)length * Unsafe.SizeOf<T>(), ElementType<T>.Mark);
        Length = length;
        Lock = new ProcessReentrantLock();
    }

    /// <summary>Creates an array with these values.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value.</exception>
    /// <exception cref="IOException">There is not so much shared memory.</exception>
    public SharedArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    private SharedArray(SharedMemoryBlock block, ProcessReentrantLock gate)
    {
        _block = block;
        Length = checked((int)(block.Size / Unsafe.SizeOf<T>()));
        Lock = gate;
    }

    /// <summary>How many elements.</summary>
    public int Length { get; }

    /// <summary>Guards the elements where the user takes it; Python's <c>get_lock()</c>.</summary>
    public ProcessReentrantLock Lock { get; }

    /// <summary>All elements. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed of here.</exception>
    public Span<T> Span => new(_block.Start, Length);

    /// <summary>An element.</summary>
    /// <param name="index">0 to <see cref="Length"/> − 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed of here.</exception>
    public T this[int index]
    {
        get => *At(index);
        set => *At(index) = value;
    }

    /// <summary>A part of the elements, for <c>array[1..3]</c>: a view, not a copy. Valid until <see cref="Dispose"/>.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How many elements.</param>
    /// <returns>The elements.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the array.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed of here.</exception>
    public Span<T> Slice(int start, int length) => Span.Slice(start, length);

    /// <summary>A copy of the elements, without the lock.</summary>
    /// <returns>An array of this process alone.</returns>
    /// <exception cref="ObjectDisposedException">The array was disposed of here.</exception>
    public T[] ToArray() => Span.ToArray();

    /// <summary>For <c>foreach</c>: the elements, without the lock.</summary>
    /// <returns>An enumerator over <see cref="Span"/>.</returns>
    public Span<T>.Enumerator GetEnumerator() => Span.GetEnumerator();

    /// <summary>Takes the lock for a block: <c>using (array.Enter()) { array[0]++; }</c>.</summary>
    /// <returns>The scope whose end releases the lock.</returns>
    /// <exception cref="AbandonedLockException">The lock's holder's process ended; the lock is free again and not taken.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed of, here or by its creator.</exception>
    public ProcessReentrantLock.Scope Enter() => Lock.Enter();

    /// <summary>Gives this process's view up; the creator's ends the array and its lock for those who have not opened it yet.</summary>
    public void Dispose()
    {
        _block.Dispose();
        Lock.Dispose();
    }

    /// <summary>The type and number of elements.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => $"{nameof(SharedArray<T>)}<{typeof(T).Name}>[{Length}]";

    /// <summary>Writes where the array lies, not what it is: the reader opens the same array. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a array of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The array was disposed of, or its creator has ended.</exception>
    public static SharedArray<T> ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe() => $"{_block.Describe()}:{Lock.Describe()}";

    /// <exception cref="SharedStateLostException">The array was disposed of, its creator has ended, or its elements are of another type.</exception>
    internal static SharedArray<T> Attach(string description)
    {
        if (description.Split(':') is not [var blockAddress, var lockAddress])
        {
            throw new FormatException($"'{description}' is no description of an array.");
        }

        ProcessReentrantLock gate = ProcessReentrantLock.Attach(lockAddress);
        SharedMemoryBlock block = SharedMemoryBlock.Attach(blockAddress);
        if (block.ElementMark == ElementType<T>.Mark && block.Size % Unsafe.SizeOf<T>() == 0)
        {
            return new SharedArray<T>(block, gate);
        }

        block.Dispose();
        throw SharedStateLostException.NotOurs();
    }

    private T* At(int index)
    {
        if ((uint)index >= (uint)Length)
        {
            ThrowOutOfRange(index);
        }

        return (T*)_block.Start + index;
    }

    [DoesNotReturn]
    private void ThrowOutOfRange(int index) =>
#pragma warning disable CA2201 // what an array throws
        throw new IndexOutOfRangeException($"There is no element {index} in an array of {Length}.");
#pragma warning restore CA2201
}
