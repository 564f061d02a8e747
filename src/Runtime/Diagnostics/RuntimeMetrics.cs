using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Diagnostics;

/// <summary>The instruments of the meter <c>ConcurrencyAnalyzers.Runtime</c>: sums over all pools of this process.</summary>
internal static class RuntimeMetrics
{
    internal const string MeterName = "ConcurrencyAnalyzers.Runtime";

    private static readonly Meter s_meter = new(MeterName);

    // Weak: a pool that nobody holds any more is not kept by being measured.
    private static readonly ConditionalWeakTable<object, Func<int>> s_queues = [];
    private static readonly Counter<long> s_tasks = s_meter.CreateCounter<long>("pool.tasks", "{task}", "Tasks that are done, by result.");
    private static readonly Counter<long> s_restarts =
        s_meter.CreateCounter<long>("pool.worker.restarts", "{worker}", "Workers that took the place of one that died.");

    private static readonly Histogram<double> s_duration =
        s_meter.CreateHistogram<double>("pool.task.duration", "s", "From the moment a worker could begin a task to its result.");

    static RuntimeMetrics() =>
        s_meter.CreateObservableUpDownCounter(
            "pool.queue.length", static () => s_queues.Sum(static queue => (long)queue.Value()), "{task}", "Tasks that wait for a worker.");

    internal static void Count(TaskResult result)
    {
        if (s_tasks.Enabled)
        {
            s_tasks.Add(1, new KeyValuePair<string, object?>("result", NameOf(result)));
        }
    }

    internal static void Measure(long startedAt)
    {
        if (s_duration.Enabled)
        {
            s_duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        }
    }

    /// <summary>Adds a pool to those whose waiting tasks are counted.</summary>
    internal static void AddQueue(object pool, Func<int> length) => s_queues.Add(pool, length);

    internal static void WorkerRestarted() => s_restarts.Add(1);

    private static string NameOf(TaskResult result) => result switch
    {
        TaskResult.Succeeded => "succeeded",
        TaskResult.Failed => "failed",
        _ => "crashed",
    };
}
