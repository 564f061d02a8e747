using System.Diagnostics;

namespace Notes;

/// <summary>
/// The conclusions of note 3, tried out: "one thread is always the slowest, many processes always the fastest; threads for
/// input and output, processes for computation". In .NET threads compute in parallel, and processes add their start and the
/// copying; docs/placement.md has the measurements. All ways give the same answers.
/// </summary>
internal static class CpuOrIo
{
    private const int Parts = 8;

    internal static void Run()
    {
        Compare("cpu", CountPrimes);
        Compare("io", WaitForDisk);
    }

    private static void Compare(string kind, Func<int, int> work)
    {
        using var pool = new ProcessPool(2);
        Print(kind, "one thread", () => Enumerable.Range(0, Parts).Sum(work));
        Print(kind, "threads", () => OnThreads(work));
        Print(kind, "processes", () => pool.Map(work, Enumerable.Range(0, Parts)).Sum());
    }

    private static int OnThreads(Func<int, int> work)
    {
        int[] results = new int[Parts];
        WorkerThread[] threads = [.. Enumerable.Range(0, Parts).Select(part => new WorkerThread(() => results[part] = work(part)))];
        foreach (WorkerThread thread in threads)
        {
            thread.Start();
        }

        foreach (WorkerThread thread in threads)
        {
            thread.Join();
        }

        return results.Sum();
    }

    private static void Print(string kind, string way, Func<int> run)
    {
        long start = Stopwatch.GetTimestamp();
        int answer = run();
        Console.WriteLine($"{kind}, {way}: {answer} in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
    }

    private static int CountPrimes(int part) =>
        Enumerable.Range(part * 5000, 5000).Count(number => number > 1 && Enumerable.Range(2, (int)Math.Sqrt(number) - 1).All(divisor => number % divisor != 0));

    /// <summary>Stands for a disk or a network: nothing is computed.</summary>
    private static int WaitForDisk(int part)
    {
        Thread.Sleep(20);
        return part;
    }
}
