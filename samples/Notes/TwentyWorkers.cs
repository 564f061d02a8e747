namespace Notes;

/// <summary>Note 5, twenty named threads; they print in no certain order.</summary>
internal static class TwentyWorkers
{
    internal static void Run()
    {
        for (int i = 0; i < 20; i++)
        {
            WorkerThread.Create(Work, i, name: $"t.{i}").Start();
        }
    }

    private static void Work(int number)
    {
        Thread.Sleep(30);
        Console.WriteLine($"Thread {number} is {Threads.Current.Name}");
    }
}
