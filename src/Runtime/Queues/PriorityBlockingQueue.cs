using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A <see cref="BlockingQueue{T}"/> that gives out the smallest item first. Python's <c>queue.PriorityQueue</c>.</summary>
/// <typeparam name="T">The type of the items; usually a tuple that begins with the priority.</typeparam>
/// <remarks>
/// <para>All members are thread-safe; the comparer is called with the queue's lock held, so it must not use the queue.</para>
/// <para>Items that compare as equal come in no particular order, as in Python: put a running number into the item if it
/// matters. When the comparer throws, for items that cannot be compared, the call that needed it throws the same and the
/// queue is as before. A tuple of which two begin alike compares their second elements.</para>
/// </remarks>
public sealed class PriorityBlockingQueue<T> : BlockingQueue<T>
{
    private readonly BinaryHeap<T> _items;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="maxSize">How many items fit in; 0 or less: any number.</param>
    /// <param name="comparer">What "smallest" means; null: the type's own order.</param>
    public PriorityBlockingQueue(int maxSize = 0, IComparer<T>? comparer = null)
        : base(maxSize) => _items = new BinaryHeap<T>(comparer);

    /// <inheritdoc/>
    protected override void OnPut(T item) => _items.Push(item);

    /// <inheritdoc/>
    protected override T OnGet() => _items.Pop();
}
