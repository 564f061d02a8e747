namespace Notes;

/// <summary>Notes 3 and 4, the members of a process: a child that never ends by itself is terminated.</summary>
internal static class ProcessTerminate
{
    internal static void Run()
    {
        using WorkerProcess process = WorkerProcess.Create(Loop);
        process.Name = "endless";
        Console.WriteLine($"{process.Name}: alive {process.IsAlive}, pid known {process.Pid is not null}, exit code {process.ExitCode?.ToString() ?? "none"}");
        process.Start();
        Console.WriteLine($"{process.Name}: alive {process.IsAlive}, pid known {process.Pid is not null}, children {WorkerProcess.ActiveChildren().Count}");
        process.Terminate();
        process.Join();
        Console.WriteLine($"{process.Name}: alive {process.IsAlive}, ended by {process.Signal}, exit code {process.ExitCode}");
    }

    private static void Loop() => Thread.Sleep(Timeout.Infinite);
}
