namespace Notes;

/// <summary>Note 4, multiprocessing: two children beside the parent, each with an id of its own.</summary>
internal static class TwoProcesses
{
    internal static void Run()
    {
        Console.WriteLine($"Parent process id is {Environment.ProcessId}");
        using WorkerProcess first = WorkerProcess.Create(Netease, "chiji");
        using WorkerProcess second = WorkerProcess.Create(Tencent, "wangzhe");
        Console.WriteLine("Process will start");
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Console.WriteLine("Process end");
    }

    private static void Netease(string name)
    {
        Thread.Sleep(30);
        Console.WriteLine($"Run child process {name}({Environment.ProcessId})...");
    }

    private static void Tencent(string name)
    {
        Thread.Sleep(30);
        Console.WriteLine($"Run child process {name}({Environment.ProcessId})...");
    }
}
