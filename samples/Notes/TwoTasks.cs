namespace Notes;

/// <summary>Note 2, the simplest threads: both run at the same time.</summary>
internal static class TwoTasks
{
    internal static void Run()
    {
        WorkerThread first = WorkerThread.Create(Work, "t1");
        WorkerThread second = WorkerThread.Create(Work, "t2");
        first.Start();
        second.Start();
    }

    private static void Work(string name)
    {
        Console.WriteLine($"task {name}");
        Thread.Sleep(50);
    }
}
