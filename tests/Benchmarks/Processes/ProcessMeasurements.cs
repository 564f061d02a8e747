using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Processes;

/// <summary>Our half of the comparison with Python's multiprocessing.</summary>
internal sealed class ProcessMeasurements : IDisposable
{
    private readonly ProcessPool _pool = new(2);
    private readonly QueueMeasurements _queues = new();

    internal IEnumerable<ProcessMeasurement> All() =>
    [
        new("apply-async", "task", 10_000, 1 / 5.0, ApplyAsync),
        new("apply", "task", 500, 1 / 2.0, Apply),
        new("map-100", "item", 100_000, 1 / 3.0, Map),
        .. _queues.All(),
        new("cold-start", "start", 1, 1.6, ColdStart),
        new("standby-start", "start", 1, 1.0, StandbyStart),
    ];

    /// <summary>From the death of a worker to the exception in the parent.</summary>
    internal double CrashReport()
    {
        _pool.Apply(ProcessTargets.Increment, 1);
        return Timed(() =>
        {
            try
            {
                _pool.Apply(ProcessTargets.Die);
            }
            catch (WorkerCrashedException)
            {
                return;
            }

            throw new InvalidOperationException("The crash was not reported.");
        });
    }

    public void Dispose()
    {
        WorkerHost.Standby = 0;
        _pool.Dispose();
        _queues.Dispose();
    }

    private static double Timed(Action body)
    {
        long start = Stopwatch.GetTimestamp();
        body();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("A wrong result.");
        }
    }

    /// <summary>Start, result, end: what Python's start, recv and join are.</summary>
    private static double Start()
    {
        using WorkerProcess<int> process = WorkerProcess.Create(ProcessTargets.Answer);
        return Timed(() =>
        {
            process.Start();
            Check(process.Result == 42);
        });
    }

    private double ApplyAsync() => Timed(() =>
    {
        List<PendingResult<int>> results = [.. Enumerable.Range(0, 10_000).Select(i => _pool.ApplyAsync(ProcessTargets.Increment, i))];
        Check(results.Sum(result => result.Get()) == 50_005_000);
    });

    private double Apply() => Timed(() =>
    {
        for (int i = 0; i < 500; i++)
        {
            Check(_pool.Apply(ProcessTargets.Increment, i) == i + 1);
        }
    });

    private double Map() => Timed(() => Check(_pool.Map(ProcessTargets.Increment, Enumerable.Range(0, 100_000), 100).Length == 100_000));

    private double ColdStart()
    {
        WorkerHost.Standby = 0;
        return Start();
    }

    private double StandbyStart()
    {
        WorkerHost.Standby = 1;
        // The worker is started in the background; Python's forkserver runs by now, too.
        Thread.Sleep(500);
        return Start();
    }
}
