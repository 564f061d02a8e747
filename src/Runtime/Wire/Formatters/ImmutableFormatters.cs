using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class ImmutableArrayFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ImmutableArray<T>, T>(element)
{
    protected override bool IsMissing(ImmutableArray<T> value) => value.IsDefault;

    protected override ReadOnlySpan<T> Items(ImmutableArray<T> value) => value.AsSpan();

    protected override ImmutableArray<T> Build(T[] items, byte comparer) =>
        System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items);
}

internal sealed class ImmutableListFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ImmutableList<T>, T>(element)
{
    protected override ImmutableList<T> Build(T[] items, byte comparer) => [.. items];
}

internal sealed class ImmutableQueueFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ImmutableQueue<T>, T>(element)
{
    // Its runtime type is exact, but an empty one is shared.
    protected override ImmutableQueue<T> Build(T[] items, byte comparer) => [.. items];
}

internal sealed class ImmutableStackFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ImmutableStack<T>, T>(element)
{
    protected override ImmutableStack<T> Build(T[] items, byte comparer)
    {
        Array.Reverse(items);
        return [.. items];
    }
}

internal sealed class ImmutableHashSetFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ImmutableHashSet<T>, T>(element)
{
    protected override bool HasComparer => true;

    protected override byte Comparer(ImmutableHashSet<T> value) => Comparers.CodeOf(value.KeyComparer);

    protected override ImmutableHashSet<T> Build(T[] items, byte comparer) =>
        ImmutableHashSet.CreateRange(Comparers.Equality<T>(comparer), items);
}

internal sealed class ImmutableSortedSetFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ImmutableSortedSet<T>, T>(element)
{
    protected override bool HasComparer => true;

    protected override byte Comparer(ImmutableSortedSet<T> value) => Comparers.CodeOf(value.KeyComparer);

    protected override ImmutableSortedSet<T> Build(T[] items, byte comparer) =>
        ImmutableSortedSet.CreateRange(Comparers.Order<T>(comparer), items);
}

internal sealed class ImmutableDictionaryFormatter<TKey, TValue>(WireFormatter<KeyValuePair<TKey, TValue>> element)
    : SequenceFormatter<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(element)
    where TKey : notnull
{
    protected override bool HasComparer => true;

    protected override byte Comparer(ImmutableDictionary<TKey, TValue> value) =>
        ReferenceEquals(value.ValueComparer, EqualityComparer<TValue>.Default)
            ? Comparers.CodeOf(value.KeyComparer)
            : throw new NotSerializableException("An ImmutableDictionary compares its values with a comparer of its own; comparers do not cross.");

    protected override ImmutableDictionary<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] items, byte comparer) =>
        ImmutableDictionary.CreateRange(Comparers.Equality<TKey>(comparer), items);
}

internal sealed class ImmutableSortedDictionaryFormatter<TKey, TValue>(WireFormatter<KeyValuePair<TKey, TValue>> element)
    : SequenceFormatter<ImmutableSortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(element)
    where TKey : notnull
{
    protected override bool HasComparer => true;

    protected override byte Comparer(ImmutableSortedDictionary<TKey, TValue> value) => Comparers.CodeOf(value.KeyComparer);

    protected override ImmutableSortedDictionary<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] items, byte comparer) =>
        ImmutableSortedDictionary.CreateRange(Comparers.Order<TKey>(comparer), items);
}
