using System.Diagnostics;

namespace Notes;

/// <summary>Note 4, Pool: as many processes as there are processors, unless a number is given.</summary>
internal static class ProcessPoolLongTasks
{
    internal static void Run()
    {
        Console.WriteLine($"Parent process {Environment.ProcessId}.");
        using var pool = new ProcessPool();
        Console.WriteLine($"as many workers as processors: {pool.Snapshot().Processes == WorkerProcess.CpuCount}");
        for (int i = 0; i < 10; i++)
        {
            pool.ApplyAsync(LongTimeTask, i);
        }

        Console.WriteLine("Waiting for all subprocesses done...");
        pool.Close();
        pool.Join();
        Console.WriteLine("All subprocesses done");
    }

    private static void LongTimeTask(int name)
    {
        Console.WriteLine($"Run task {name}({Environment.ProcessId})...");
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(Random.Shared.Next(30));
        Console.WriteLine($"Task {name} runs {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} seconds.");
    }
}
