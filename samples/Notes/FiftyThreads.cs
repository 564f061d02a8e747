namespace Notes;

/// <summary>
/// Note 2, the full version: start all threads, then join all, then go on. The note says that the process would not wait
/// without the joins; it would, for they are no daemons: what the joins give is the order.
/// </summary>
internal static class FiftyThreads
{
    internal static void Run()
    {
        var threads = new List<WorkerThread>();
        for (int i = 0; i < 50; i++)
        {
            WorkerThread thread = WorkerThread.Create(Work, i);
            threads.Add(thread);
            thread.Start();
        }

        foreach (WorkerThread thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine("all done");
    }

    private static void Work(int number)
    {
        Thread.Sleep(20);
        Console.WriteLine($"thread {number}");
    }
}
