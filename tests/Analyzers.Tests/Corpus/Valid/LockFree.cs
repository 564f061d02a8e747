namespace Corpus.Valid;

/// <summary>A stack without locks, and values that are made once.</summary>
public sealed class LockFree<T>
    where T : class
{
    private readonly Lazy<List<T>> list = new(() => [], LazyThreadSafetyMode.ExecutionAndPublication);
    private readonly ThreadLocal<Random> random = new(() => new Random(Environment.CurrentManagedThreadId));
    private readonly AsyncLocal<string?> name = new();
    private Node? head;
    private T? single;
    private SpinLock spin = new(enableThreadOwnerTracking: false);
    private long ticks;

    public int Count => list.Value.Count;

    public long Ticks => Volatile.Read(ref ticks);

    public string Name => name.Value ?? random.Value!.Next().ToString();

    public void Push(T value)
    {
        var node = new Node(value);
        do
        {
            node.Next = Volatile.Read(ref head);
        }
        while (Interlocked.CompareExchange(ref head, node, node.Next) != node.Next);
    }

    public T? Pop()
    {
        var wait = new SpinWait();
        while (Volatile.Read(ref head) is { } top)
        {
            if (Interlocked.CompareExchange(ref head, top.Next, top) == top)
            {
                return top.Value;
            }

            wait.SpinOnce();
        }

        return null;
    }

    public T Single(Func<T> create) => LazyInitializer.EnsureInitialized(ref single, create);

    public void Tick()
    {
        var taken = false;
        try
        {
            spin.Enter(ref taken);
            ticks++;
        }
        finally
        {
            if (taken)
            {
                spin.Exit(useMemoryBarrier: true);
            }
        }
    }

    private sealed class Node(T value)
    {
        public T Value { get; } = value;

        public Node? Next { get; set; }
    }
}
