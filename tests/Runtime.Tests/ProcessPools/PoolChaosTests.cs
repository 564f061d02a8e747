using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessPools;

/// <summary>
/// Workers are killed, terminated and stopped at random under load: every task settles exactly once, and nothing is left.
/// Some seconds long; CONCURRENCY_CHAOS_SECONDS=60 makes it longer.
/// </summary>
public class PoolChaosTests : PoolTest
{
    private const int MaxOutstanding = 200;

    private static TimeSpan Duration => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("CONCURRENCY_CHAOS_SECONDS"), out int seconds) ? seconds : 4);

    [Fact]
    public void Every_task_settles_exactly_once_whatever_happens_to_the_workers()
    {
        int descriptors = CountDescriptors();
        var random = new Random(20260509);
        ProcessPool pool = Pool(3);
        var settled = new Dictionary<int, int>();
        var wrong = new List<string>();
        var pending = new List<PendingResult<int>>();
        long start = Stopwatch.GetTimestamp();
        int next = 0;
        while (Stopwatch.GetElapsedTime(start) < Duration)
        {
            while (pending.Count < MaxOutstanding)
            {
                pending.Add(Submit(pool, next++, settled, wrong));
            }

            Disturb(pool, random);
            pending.RemoveAll(result => result.Ready);
        }

        ContinueAll(pool);
        pool.Close();
        Assert.True(pool.Join(Limit), "The pool does not come to an end.");
        Assert.Empty(wrong);
        Assert.Equal(Enumerable.Range(0, next), settled.Keys.Order());
        Assert.All(settled.Values, count => Assert.Equal(1, count));
        Wait.Until(() => CountDescriptors() <= descriptors + 8, "descriptors are given back");
    }

    private static PendingResult<int> Submit(ProcessPool pool, int number, Dictionary<int, int> settled, List<string> wrong)
    {
        void Count(string? problem)
        {
            lock (settled)
            {
                settled[number] = settled.GetValueOrDefault(number) + 1;
                if (problem is not null)
                {
                    wrong.Add(problem);
                }
            }
        }

        return pool.ApplyAsync(
            PoolTargets.Echo,
            number,
            callback: result => Count(result == number ? null : $"{number} came back as {result}"),
            onError: exception => Count(exception is WorkerCrashedException ? null : exception.ToString()));
    }

    private static void Disturb(ProcessPool pool, Random random)
    {
        IReadOnlyList<int> workers = pool.Snapshot().WorkerIds;
        if (workers.Count == 0)
        {
            return;
        }

        string worker = workers[random.Next(workers.Count)].ToString(System.Globalization.CultureInfo.InvariantCulture);
        string signal = random.Next(4) switch
        {
            0 => "-KILL",
            1 => "-TERM",
            2 => "-STOP",
            _ => "-CONT",
        };
        Signal(signal, worker);
        Thread.Sleep(random.Next(60));
        Signal("-CONT", worker);
    }

    private static void ContinueAll(ProcessPool pool)
    {
        foreach (int worker in pool.Snapshot().WorkerIds)
        {
            Signal("-CONT", worker.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void Signal(string signal, string process)
    {
        var start = new ProcessStartInfo("/bin/kill") { RedirectStandardError = true };
        start.ArgumentList.Add(signal);
        start.ArgumentList.Add(process);
        using Process kill = Process.Start(start)!;
        kill.StandardError.ReadToEnd();
        kill.WaitForExit();
    }

    private static int CountDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
