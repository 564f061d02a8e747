using System.Collections.ObjectModel;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

internal sealed class ArrayFormatter<T>(WireFormatter<T> element) : SequenceFormatter<T[], T>(element)
{
    // An array of strings may stand where one of objects is declared; its elements are checked one by one.
    protected override bool IsExact => false;

    protected override ReadOnlySpan<T> Items(T[] value) =>
        typeof(T).IsValueType || value.GetType() == typeof(T[]) ? value : Array.ConvertAll(value, item => item);

    protected override T[] Build(T[] items, byte comparer) => items;
}

internal sealed class ListFormatter<T>(WireFormatter<T> element) : SequenceFormatter<List<T>, T>(element)
{
    protected override ReadOnlySpan<T> Items(List<T> value) => CollectionsMarshal.AsSpan(value);

    protected override List<T> Build(T[] items, byte comparer) => [.. items];

    protected override List<T> Fill(WireReader reader, int count, byte comparer)
    {
        var list = new List<T>(count);
        CollectionsMarshal.SetCount(list, count);
        ReadInto(reader, CollectionsMarshal.AsSpan(list));
        return list;
    }
}

/// <summary>The interfaces of lists, and sequences: whatever stands behind one, a list arrives.</summary>
internal sealed class ListInterfaceFormatter<TInterface, T>(WireFormatter<T> element) : SequenceFormatter<TInterface, T>(element)
    where TInterface : class, IEnumerable<T>
{
    protected override bool IsExact => false;

    protected override ReadOnlySpan<T> Items(TInterface value) => value switch
    {
        List<T> list => CollectionsMarshal.AsSpan(list),
        _ => Snapshot.Of(value),
    };

    protected override TInterface Build(T[] items, byte comparer) => (TInterface)(object)new List<T>(items);
}

internal sealed class QueueFormatter<T>(WireFormatter<T> element) : SequenceFormatter<Queue<T>, T>(element)
{
    protected override Queue<T> Build(T[] items, byte comparer) => new(items);
}

internal sealed class ReadOnlyCollectionFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ReadOnlyCollection<T>, T>(element)
{
    protected override ReadOnlyCollection<T> Build(T[] items, byte comparer) => new(items);
}

internal sealed class ArraySegmentFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ArraySegment<T>, T>(element)
{
    protected override bool IsMissing(ArraySegment<T> value) => value.Array is null;

    protected override ReadOnlySpan<T> Items(ArraySegment<T> value) => value;

    protected override ArraySegment<T> Build(T[] items, byte comparer) => new(items);
}

internal sealed class MemoryFormatter<T>(WireFormatter<T> element) : SequenceFormatter<Memory<T>, T>(element)
{
    protected override ReadOnlySpan<T> Items(Memory<T> value) => value.Span;

    protected override Memory<T> Build(T[] items, byte comparer) => items;
}

internal sealed class ReadOnlyMemoryFormatter<T>(WireFormatter<T> element) : SequenceFormatter<ReadOnlyMemory<T>, T>(element)
{
    protected override ReadOnlySpan<T> Items(ReadOnlyMemory<T> value) => value.Span;

    protected override ReadOnlyMemory<T> Build(T[] items, byte comparer) => items;
}
