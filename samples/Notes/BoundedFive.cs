namespace Notes;

/// <summary>
/// Note 2, the semaphore: of 22 threads five are inside at once. The note sleeps between acquire and release without a
/// <c>finally</c> and waits for the end in a busy loop; here a scope and joins.
/// </summary>
internal static class BoundedFive
{
    private static readonly BoundedSemaphore s_semaphore = new(5);
    private static int s_inside;
    private static int s_most;

    internal static void Run()
    {
        List<WorkerThread> threads = [.. Enumerable.Range(0, 22).Select(_ => new WorkerThread(Work))];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine($"at most {s_most} of {threads.Count} at once");
    }

    private static void Work()
    {
        using (s_semaphore.Enter())
        {
            Note(Interlocked.Increment(ref s_inside));
            Thread.Sleep(40);
            Interlocked.Decrement(ref s_inside);
        }
    }

    private static void Note(int inside)
    {
        int seen;
        while ((seen = Volatile.Read(ref s_most)) < inside)
        {
            Interlocked.CompareExchange(ref s_most, inside, seen);
        }
    }
}
