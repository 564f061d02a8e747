namespace Notes;

/// <summary>Note 4, the name of the current thread, on the main thread and in a loop on another.</summary>
internal static class LoopThread
{
    internal static void Run()
    {
        Console.WriteLine($"thread {Threads.Current.Name} is running...");
        var thread = new WorkerThread(Loop, name: "LoopThread");
        thread.Start();
        thread.Join();
        Console.WriteLine($"thread {Threads.Current.Name} ended.");
    }

    private static void Loop()
    {
        Console.WriteLine($"thread {Threads.Current.Name} is running...");
        for (int n = 1; n <= 5; n++)
        {
            Console.WriteLine($"thread {Threads.Current.Name} >>> {n}");
            Thread.Sleep(10);
        }

        Console.WriteLine($"thread {Threads.Current.Name} ended.");
    }
}
