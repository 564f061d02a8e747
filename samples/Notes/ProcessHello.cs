namespace Notes;

/// <summary>Note 1, a few processes: one child that is waited for.</summary>
internal static class ProcessHello
{
    internal static void Run()
    {
        using WorkerProcess process = WorkerProcess.Create(Say, "hello");
        process.Start();
        process.Join();
        Console.WriteLine("Sub-process done.");
    }

    private static void Say(string message)
    {
        for (int i = 0; i < 3; i++)
        {
            Console.WriteLine(message);
            Thread.Sleep(20);
        }
    }
}
