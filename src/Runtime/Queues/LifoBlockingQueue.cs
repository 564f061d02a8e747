namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A <see cref="BlockingQueue{T}"/> that gives out the newest item first. Python's <c>queue.LifoQueue</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>All members are thread-safe. Only the order differs from the base class.</remarks>
public sealed class LifoBlockingQueue<T> : BlockingQueue<T>
{
    private readonly Stack<T> _items = new();

    /// <summary>Creates an empty queue.</summary>
    /// <param name="maxSize">How many items fit in; 0 or less: any number.</param>
    public LifoBlockingQueue(int maxSize = 0)
        : base(maxSize)
    {
    }

    /// <inheritdoc/>
    protected override void OnPut(T item) => _items.Push(item);

    /// <inheritdoc/>
    protected override T OnGet() => _items.Pop();
}
