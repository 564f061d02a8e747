namespace Notes;

/// <summary>
/// Note 2, daemon threads. The note sets the daemon flag and then joins every thread, so the main thread waits after all
/// and nothing is shown; here nobody joins, and the process ends in the middle of their sleep.
/// </summary>
internal static class FiftyDaemons
{
    internal static void Run()
    {
        var started = new CyclicBarrier(51);
        for (int i = 0; i < 50; i++)
        {
            new WorkerThread(() => Work(started), daemon: true).Start();
        }

        started.Wait();
        Console.WriteLine("main ends, 50 daemons sleep");
    }

    private static void Work(CyclicBarrier started)
    {
        started.Wait();
        Thread.Sleep(TimeSpan.FromMinutes(1));
        Console.WriteLine("never reached");
    }
}
