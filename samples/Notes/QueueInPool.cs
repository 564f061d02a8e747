namespace Notes;

/// <summary>Note 4, "a queue does not work in a pool": true of Python's. Here the queue itself is an argument of the pool's tasks.</summary>
internal static class QueueInPool
{
    internal static void Run()
    {
        using var queue = new ProcessQueue<int>();
        using var pool = new ProcessPool(2);
        PendingResult<object?> first = pool.ApplyAsync(Write, queue, 10);
        PendingResult<object?> second = pool.ApplyAsync(Write, queue, 20);
        pool.Close();
        pool.Join();
        first.Get();
        second.Get();
        int sum = 0;
        while (queue.TryGet(out int number))
        {
            sum += number;
        }

        Console.WriteLine($"two tasks put 1 to 10 and 1 to 20, the sum is {sum}");
    }

    private static void Write(ProcessQueue<int> queue, int last)
    {
        for (int number = 1; number <= last; number++)
        {
            queue.Put(number);
        }
    }
}
