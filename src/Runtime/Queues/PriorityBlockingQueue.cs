namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A <see cref="BlockingQueue{T}"/> that gives out the smallest item first. Python's <c>queue.PriorityQueue</c>.</summary>
/// <typeparam name="T">The type of the items; usually a tuple that begins with the priority.</typeparam>
/// <remarks>Items that compare as equal come in no particular order, as in Python: put a running number into the item if it matters.</remarks>
public sealed class PriorityBlockingQueue<T> : BlockingQueue<T>
{
    private readonly PriorityQueue<T, T> _items;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="maxSize">How many items fit in; 0 or less: any number.</param>
    /// <param name="comparer">What "smallest" means; null: the type's own order.</param>
    public PriorityBlockingQueue(int maxSize = 0, IComparer<T>? comparer = null)
        : base(maxSize) => _items = new PriorityQueue<T, T>(comparer);

    /// <inheritdoc/>
    protected override void OnPut(T item) => _items.Enqueue(item, item);

    /// <inheritdoc/>
    protected override T OnGet() => _items.Dequeue();
}
