namespace Notes;

/// <summary>
/// Note 4, a queue and a lock of a manager in a pool. In the note the reader never ends, so that the pool's <c>join</c> waits
/// for ever; here the writer closes the queue, which tells the reader the end.
/// </summary>
internal static class ManagerPool
{
    private static readonly string[] s_values = ["a", "b", "c", "d"];

    internal static void Run()
    {
        using SharedManager manager = SharedManager.StartProcess();
        ManagedQueue<string> queue = manager.Queue<string>();
        ManagedLock gate = manager.Lock();
        using var pool = new ProcessPool();
        PendingResult<object?> written = pool.ApplyAsync(Write, queue, gate);
        PendingResult<int> read = pool.ApplyAsync(Read, queue);
        pool.Close();
        pool.Join();
        written.Get();
        Console.WriteLine($"values read: {read.Get()}");
    }

    private static void Write(ManagedQueue<string> queue, ManagedLock gate)
    {
        using (gate.Enter())
        {
            foreach (string value in s_values)
            {
                Console.WriteLine($"put value:{value} in queue");
                queue.Put(value);
            }
        }

        queue.Close();
    }

    private static int Read(ManagedQueue<string> queue)
    {
        int count = 0;
        try
        {
            while (true)
            {
                Console.WriteLine($"get value:{queue.Get()} from queue");
                count++;
            }
        }
        catch (QueueClosedException)
        {
            return count;
        }
    }
}
