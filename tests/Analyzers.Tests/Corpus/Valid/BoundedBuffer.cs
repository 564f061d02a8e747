namespace Corpus.Valid;

/// <summary>Two conditions on one monitor, waited for in loops.</summary>
public sealed class BoundedBuffer<T>(int capacity)
{
    private readonly object gate = new();
    private readonly Queue<T> items = new();

    public void Put(T item)
    {
        lock (gate)
        {
            while (items.Count == capacity)
            {
                Monitor.Wait(gate);
            }

            items.Enqueue(item);
            Monitor.PulseAll(gate);
        }
    }

    public T Take()
    {
        lock (gate)
        {
            while (items.Count == 0)
            {
                Monitor.Wait(gate);
            }

            var item = items.Dequeue();
            Monitor.PulseAll(gate);
            return item;
        }
    }

    public bool TryTake(TimeSpan timeout, out T? item)
    {
        var taken = false;
        try
        {
            Monitor.TryEnter(gate, timeout, ref taken);
            if (taken && items.Count > 0)
            {
                item = Take();
                return true;
            }

            item = default;
            return false;
        }
        finally
        {
            if (taken)
            {
                Monitor.Exit(gate);
            }
        }
    }

    /// <summary>Monitors count: this enters three times.</summary>
    public int DrainTwo()
    {
        lock (gate)
        {
            lock (gate)
            {
                return TryTake(TimeSpan.Zero, out _) ? items.Count : -1;
            }
        }
    }
}
