namespace Notes;

/// <summary>
/// Note 3, "a process by inheritance": what the subclass was given crosses with it. The note joins for one second, less than
/// the child works, and prints "process ended" while it still runs; only the second join makes that true.
/// </summary>
internal static class ClockProcess
{
    internal static void Run()
    {
        using var process = new ClockProc(TimeSpan.FromSeconds(3));
        process.Start();
        bool hasEnded = process.Join(TimeSpan.FromSeconds(1));
        Console.WriteLine($"after join(1): ended {hasEnded}, alive {process.IsAlive}");
        process.Join();
        Console.WriteLine($"after join(): alive {process.IsAlive}, exit code {process.ExitCode}");
    }

    private sealed class ClockProc(TimeSpan interval) : WorkerProcess
    {
        protected override void Run()
        {
            Console.WriteLine("child begins");
            Thread.Sleep(interval);
            Console.WriteLine("child ends");
        }
    }
}
