namespace Notes;

/// <summary>
/// Note 3, "create a child process": arguments by position, and by name. C# has no <c>**kwargs</c>; what a caller may name
/// is a parameter here.
/// </summary>
internal static class ProcessKwargs
{
    internal static void Run()
    {
        Console.WriteLine("main process runs");
        using var process = WorkerProcess.Create(
            RunProc, ["test", 18], new Dictionary<string, object?> { ["m"] = 23 }, new WorkerProcessOptions { Name = "child-1" });
        Console.WriteLine($"{process.Name} will run, alive {process.IsAlive}");
        process.Start();
        Console.WriteLine($"alive {process.IsAlive}");

        // The note says join(3) as well: wait for three seconds at most. Here it tells whether the process has ended.
        while (!process.Join(TimeSpan.FromSeconds(3)))
        {
            Console.WriteLine("still running");
        }

        Console.WriteLine($"alive {process.IsAlive}, exit code {process.ExitCode}");
    }

    private static void RunProc(string name, int age, int m = 0)
    {
        for (int i = 0; i < 2; i++)
        {
            Console.WriteLine($"child runs, name: {name}, age: {age}, m: {m}");
            Thread.Sleep(20);
        }
    }
}
