namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class HashSetFormatter<T>(WireFormatter<T> element) : SequenceFormatter<HashSet<T>, T>(element)
{
    protected override bool HasComparer => true;

    protected override byte Comparer(HashSet<T> value) => Comparers.CodeOf(value.Comparer);

    protected override HashSet<T> Build(T[] items, byte comparer) => new(items, Comparers.Equality<T>(comparer));
}

internal sealed class SetInterfaceFormatter<TInterface, T>(WireFormatter<T> element) : SequenceFormatter<TInterface, T>(element)
    where TInterface : class, IEnumerable<T>
{
    protected override bool IsExact => false;

    protected override bool HasComparer => true;

    protected override byte Comparer(TInterface value) => value is HashSet<T> set ? Comparers.CodeOf(set.Comparer) : (byte)0;

    protected override TInterface Build(T[] items, byte comparer) =>
        (TInterface)(object)new HashSet<T>(items, Comparers.Equality<T>(comparer));
}

internal sealed class DictionaryFormatter<TKey, TValue>(WireFormatter<KeyValuePair<TKey, TValue>> element)
    : SequenceFormatter<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(element)
    where TKey : notnull
{
    protected override bool HasComparer => true;

    protected override byte Comparer(Dictionary<TKey, TValue> value) => Comparers.CodeOf(value.Comparer);

    protected override Dictionary<TKey, TValue> Build(KeyValuePair<TKey, TValue>[] items, byte comparer) => Make(items, comparer);

    internal static Dictionary<TKey, TValue> Make(KeyValuePair<TKey, TValue>[] items, byte comparer)
    {
        var dictionary = new Dictionary<TKey, TValue>(items.Length, Comparers.Equality<TKey>(comparer));
        foreach ((TKey key, TValue value) in items)
        {
            dictionary.Add(key, value);
        }

        return dictionary;
    }
}

internal sealed class DictionaryInterfaceFormatter<TInterface, TKey, TValue>(WireFormatter<KeyValuePair<TKey, TValue>> element)
    : SequenceFormatter<TInterface, KeyValuePair<TKey, TValue>>(element)
    where TInterface : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    protected override bool IsExact => false;

    protected override bool HasComparer => true;

    protected override byte Comparer(TInterface value) =>
        value is Dictionary<TKey, TValue> dictionary ? Comparers.CodeOf(dictionary.Comparer) : (byte)0;

    protected override TInterface Build(KeyValuePair<TKey, TValue>[] items, byte comparer) =>
        (TInterface)(object)DictionaryFormatter<TKey, TValue>.Make(items, comparer);
}
