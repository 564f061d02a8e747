namespace Notes;

/// <summary>
/// Note 3, "use of the queue": the one of <c>multiprocessing</c>, with another process at its other end. The queue itself is
/// the argument; nothing has to be inherited.
/// </summary>
internal static class ProcessQueueBasics
{
    internal static void Run()
    {
        using var queue = new ProcessQueue<string>(3);
        queue.Put("message 1");
        queue.Put("message 2", block: true, TimeSpan.FromSeconds(1));
        Console.WriteLine($"full {queue.IsFull}, empty {queue.IsEmpty}, size {queue.Count}");
        queue.Put("message 3");
        Console.WriteLine($"full {queue.IsFull}, empty {queue.IsEmpty}, size {queue.Count}");
        Console.WriteLine($"room for a fourth within 20 ms: {queue.TryPut("message 4", TimeSpan.FromMilliseconds(20))}");
        using WorkerProcess reader = WorkerProcess.Create(ReadThree, queue);
        reader.Start();
        reader.Join();
        Console.WriteLine($"full {queue.IsFull}, empty {queue.IsEmpty}, size {queue.Count}");
    }

    private static void ReadThree(ProcessQueue<string> queue)
    {
        for (int i = 0; i < 3; i++)
        {
            Console.WriteLine($"child got {queue.Get()}");
        }
    }
}
