using System.Diagnostics;

namespace Benchmarks.Runtime;

/// <summary>Runs the same body on several threads that start together, and tells the time until the last is done.</summary>
internal static class Workload
{
    /// <param name="threads">How many threads; 1 runs on the calling one.</param>
    /// <param name="body">Gets the thread's number.</param>
    internal static long Ticks(int threads, Action<int> body)
    {
        if (threads == 1)
        {
            long before = Stopwatch.GetTimestamp();
            body(0);
            return Stopwatch.GetTimestamp() - before;
        }

        using var start = new Barrier(threads + 1);
        Thread[] all = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            body(number);
        }))];
        foreach (Thread thread in all)
        {
            thread.Start();
        }

        start.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        foreach (Thread thread in all)
        {
            thread.Join();
        }

        return Stopwatch.GetTimestamp() - begin;
    }
}
