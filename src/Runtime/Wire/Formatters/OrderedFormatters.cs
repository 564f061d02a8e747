namespace ConcurrencyAnalyzers.Runtime.Internal;

// These types live in System.Collections.dll: in a file of their own, so that a child that needs none of them does not load it.
internal sealed class StackFormatter<T>(WireFormatter<T> element) : SequenceFormatter<Stack<T>, T>(element)
{
    /// <summary>A stack is enumerated from its top, and filled from its bottom.</summary>
    protected override Stack<T> Build(T[] items, byte comparer)
    {
        Array.Reverse(items);
        return new Stack<T>(items);
    }
}

internal sealed class LinkedListFormatter<T>(WireFormatter<T> element) : SequenceFormatter<LinkedList<T>, T>(element)
{
    protected override LinkedList<T> Build(T[] items, byte comparer) => new(items);
}

internal sealed class SortedSetFormatter<T>(WireFormatter<T> element) : SequenceFormatter<SortedSet<T>, T>(element)
{
    protected override bool HasComparer => true;

    protected override byte Comparer(SortedSet<T> value) => Comparers.CodeOf(value.Comparer);

    protected override SortedSet<T> Build(T[] items, byte comparer) => new(items, Comparers.Order<T>(comparer));
}

internal sealed class SortedDictionaryFormatter<TKey, TValue>(WireFormatter<KeyValuePair<TKey, TValue>> element)
    : SequenceFormatter<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(element)
    where TKey : notnull
{
    protected override bool HasComparer => true;

    protected override byte Comparer(SortedDictionary<TKey, TValue> value) => Comparers.CodeOf(value.Comparer);

    protected override SortedDictionary<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] items, byte comparer)
    {
        var sorted = new SortedDictionary<TKey, TValue>(Comparers.Order<TKey>(comparer));
        foreach ((TKey key, TValue value) in items)
        {
            sorted.Add(key, value);
        }

        return sorted;
    }
}

internal sealed class SortedListFormatter<TKey, TValue>(WireFormatter<KeyValuePair<TKey, TValue>> element)
    : SequenceFormatter<SortedList<TKey, TValue>, KeyValuePair<TKey, TValue>>(element)
    where TKey : notnull
{
    protected override bool HasComparer => true;

    protected override byte Comparer(SortedList<TKey, TValue> value) => Comparers.CodeOf(value.Comparer);

    protected override SortedList<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] items, byte comparer)
    {
        var sorted = new SortedList<TKey, TValue>(items.Length, Comparers.Order<TKey>(comparer));
        foreach ((TKey key, TValue value) in items)
        {
            sorted.Add(key, value);
        }

        return sorted;
    }
}
