namespace Notes;

/// <summary>
/// Note 3, the use of a queue. The note's queue is the one between processes; between threads it is this one, with the
/// same members.
/// </summary>
internal static class QueueBasics
{
    internal static void Run()
    {
        var queue = new BlockingQueue<string>(3);
        queue.Put("message 1");
        queue.Put("message 2", block: true, TimeSpan.FromSeconds(1));
        Console.WriteLine($"full {queue.IsFull}, empty {queue.IsEmpty}, size {queue.Count}");
        queue.Put("message 3");
        Console.WriteLine($"full {queue.IsFull}, empty {queue.IsEmpty}, size {queue.Count}");
        Console.WriteLine($"room for a fourth within 20 ms: {queue.TryPut("message 4", TimeSpan.FromMilliseconds(20))}");
        while (queue.TryGet(out string? message))
        {
            Console.WriteLine(message);
        }

        Console.WriteLine($"full {queue.IsFull}, empty {queue.IsEmpty}, size {queue.Count}");
    }
}
