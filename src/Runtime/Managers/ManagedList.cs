using System.Collections;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Managers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A list that processes share. It lives in a <see cref="SharedManager"/>; this is a handle to it, which may be passed to
/// other processes and put into other managed collections. Python's <c>manager.list()</c>.
/// </summary>
/// <typeparam name="T">The type of the elements; serialisable.</typeparam>
/// <remarks>
/// <para>All members are thread-safe and each call is atomic. Several calls are not: <c>list[0]++</c> is a read and a write,
/// between which another process may write; <see cref="Update"/> is atomic. Where a place may shift meanwhile, indices of
/// an earlier call mean little.</para>
/// <para>A negative index counts from the end: −1 is the last element. Elements are copies: changing an object that was read
/// changes nothing in the list; write it back. Elements are equal when their serialised forms are.</para>
/// <para>Enumerating goes over a snapshot. Every member throws <see cref="ObjectDisposedException"/> after the manager was
/// shut down, and <see cref="OwnerExitedException"/> after its process has ended.</para>
/// </remarks>
public sealed class ManagedList<T> : IEnumerable<T>, IWireSerializable<ManagedList<T>>
{
    private readonly CoreClient _core;
    private readonly WireFormatter<T> _format = Formatters.Of<T>();

    internal ManagedList(CoreClient core) => _core = core;

    /// <summary>An element.</summary>
    /// <param name="index">Its place; negative: from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    /// <exception cref="NotSerializableException">The element cannot cross; nothing was changed.</exception>
    public T this[int index]
    {
        get => _format.Decode(DoAt(ListCore.Get, index, []));
        set => DoAt(ListCore.Set, index, _format.Encode(value));
    }

    /// <summary>How many elements there are now.</summary>
    public int Count => _core.DoInt32(ListCore.Count, []);

    /// <summary>Adds an element at the end.</summary>
    /// <param name="item">The element.</param>
    public void Add(T item) => _core.Do(ListCore.Add, Packing.Pack(_format.Encode(item)));

    /// <summary>Adds elements at the end, together: nobody else's come between.</summary>
    /// <param name="items">The elements.</param>
    public void AddRange(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _core.Do(ListCore.Add, Packing.Pack([.. items.Select(_format.Encode)]));
    }

    /// <summary>Puts an element in before another one.</summary>
    /// <param name="index">Its place then; <see cref="Count"/>: the end.</param>
    /// <param name="item">The element.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public void Insert(int index, T item) => DoAt(ListCore.Insert, index, _format.Encode(item));

    /// <summary>Takes an element out. Python's <c>pop</c>.</summary>
    /// <param name="index">Its place; −1: the last one.</param>
    /// <returns>The element.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public T RemoveAt(int index) => _format.Decode(DoAt(ListCore.RemoveAt, index, []));

    /// <summary>Takes the first equal element out.</summary>
    /// <param name="item">The element.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(T item) => _core.Try(ListCore.Remove, _format.Encode(item), out _);

    /// <summary>Whether there is an equal element now.</summary>
    /// <param name="item">The element.</param>
    /// <returns>Whether there is.</returns>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <summary>Where the first equal element is now.</summary>
    /// <param name="item">The element.</param>
    /// <returns>Its place; −1 when there is none.</returns>
    public int IndexOf(T item) => _core.DoInt32(ListCore.IndexOf, _format.Encode(item));

    /// <summary>Changes an element atomically. Nobody else's change gets lost.</summary>
    /// <param name="index">Its place; negative: from the end.</param>
    /// <param name="update">Makes the new element of the old one, in this process; called again if somebody else was faster, so it should have no other effect.</param>
    /// <returns>The new element.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public T Update(int index, Func<T, T> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        while (true)
        {
            byte[] before = DoAt(ListCore.Get, index, []);
            T value = update(_format.Decode(before));
            if (DoAt(ListCore.CompareSet, index, Packing.Pack(before, _format.Encode(value)))[0] == 1)
            {
                return value;
            }
        }
    }

    /// <summary>Takes all elements out.</summary>
    public void Clear() => _core.Do(ListCore.Clear, []);

    /// <summary>A snapshot of the elements.</summary>
    /// <returns>The elements in order.</returns>
    public T[] ToArray() => Array.ConvertAll(Packing.Unpack(_core.Do(ListCore.Snapshot, [])), bytes => _format.Decode(bytes));

    /// <summary>Goes over a snapshot.</summary>
    /// <returns>The elements as they are now.</returns>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    void IWireSerializable<ManagedList<T>>.WriteTo(WireWriter writer) => _core.Address.WriteTo(writer);

    /// <inheritdoc/>
    static ManagedList<T> IWireSerializable<ManagedList<T>>.ReadFrom(WireReader reader) =>
        new(CoreClient.ReadFrom<ListCore>(reader));

    private byte[] DoAt(byte operation, int index, byte[] argument) =>
        _core.Try(operation, [.. Packing.Of(index), .. argument], out byte[] content)
            ? content
            : throw new ArgumentOutOfRangeException(nameof(index), index, "The managed list has no such place, or has it no more.");
}
