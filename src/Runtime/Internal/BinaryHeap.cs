namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// A binary heap that a comparer may throw in: all comparisons come before the first change, so a failed call leaves
/// everything as it was. The BCL's <see cref="PriorityQueue{TElement, TPriority}"/> loses an item then.
/// </summary>
internal sealed class BinaryHeap<T>(IComparer<T>? comparer)
{
    private readonly IComparer<T> _comparer = comparer ?? Comparer<T>.Default;
    private T[] _items = [];
    private int _count;

    internal void Push(T item)
    {
        int place = _count;
        int top = place;
        while (top > 0 && _comparer.Compare(item, _items[Parent(top)]) < 0)
        {
            top = Parent(top);
        }

        if (place == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(4, place * 2));
        }

        while (place != top)
        {
            _items[place] = _items[Parent(place)];
            place = Parent(place);
        }

        _items[place] = item;
        _count++;
    }

    internal T Pop()
    {
        int size = _count - 1;
        T first = _items[0];
        T last = _items[size];
        int end = PlaceFromTop(last, size);

        // The path from the top to that place moves up by one; it is found again from below, for each place has one parent.
        MoveUp(end);
        _items[end] = last;
        _items[size] = default!;
        _count = size;
        return first;
    }

    /// <summary>Where an item belongs if the top is free and the heap has so many items.</summary>
    private int PlaceFromTop(T item, int size)
    {
        int place = 0;
        while (SmallerChild(place, size) is { } child && _comparer.Compare(_items[child], item) < 0)
        {
            place = child;
        }

        return place;
    }

    private int? SmallerChild(int place, int size)
    {
        int left = (2 * place) + 1;
        int right = left + 1;
        return left >= size ? null
            : right < size && _comparer.Compare(_items[right], _items[left]) < 0 ? right
            : left;
    }

    private void MoveUp(int end)
    {
        T carried = _items[end];
        while (end > 0)
        {
            int parent = Parent(end);
            (_items[parent], carried) = (carried, _items[parent]);
            end = parent;
        }
    }

    private static int Parent(int place) => (place - 1) / 2;
}
