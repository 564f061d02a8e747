using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// What this library tells tools: events, metrics and trace context. Every method is a check of a flag while nobody listens.
/// Thread-safe.
/// </summary>
internal static class RuntimeDiagnostics
{
    internal const string ActivityName = "ConcurrencyAnalyzers.Runtime.Process";

    internal const string TaskActivityName = "ConcurrencyAnalyzers.Runtime.Task";

    // Lasts as long as this process, if it is a child.
    private static Activity? s_activity;

    /// <summary>Whether <see cref="TaskStarted"/> would tell anybody.</summary>
    internal static bool ListensToTasks => RuntimeEventSource.Log.IsEnabled();

    internal static void ProcessStarted(int processId)
    {
        if (RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.ProcessStart(processId);
        }
    }

    internal static void ProcessReady(int processId, TimeSpan afterStart)
    {
        if (RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.ProcessHello(processId, afterStart.TotalMilliseconds);
        }
    }

    internal static void ProcessEnded(int processId, ExitStatus status)
    {
        if (RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.ProcessExit(processId, status.Code);
        }
    }

    /// <summary>A pool has given a task to a worker.</summary>
    internal static void TaskStarted(long sequence, int processId)
    {
        if (RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.TaskStart(sequence, processId);
        }
    }

    /// <summary>A worker of a pool is done with a task, well or with an exception.</summary>
    /// <param name="sequence">The task's number, unique within its worker.</param>
    /// <param name="processId">The worker.</param>
    /// <param name="startedAt">When the worker had nothing else to do before it, as <see cref="Stopwatch.GetTimestamp"/> gives it.</param>
    /// <param name="succeeded">False if an exception left it.</param>
    internal static void TaskStopped(long sequence, int processId, long startedAt, bool succeeded)
    {
        RuntimeMetrics.Count(succeeded ? TaskResult.Succeeded : TaskResult.Failed);
        RuntimeMetrics.Measure(startedAt);
        if (RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.TaskStop(sequence, processId, succeeded);
        }
    }

    /// <summary>A task was running when its worker died.</summary>
    internal static void TaskCrashed(long sequence, int processId, ExitStatus status)
    {
        RuntimeMetrics.Count(TaskResult.Crashed);
        if (RuntimeEventSource.Log.IsEnabled())
        {
            RuntimeEventSource.Log.TaskCrash(sequence, processId, status.Code);
        }
    }

    /// <summary>A pool exists; its length is asked for when a tool collects.</summary>
    internal static void PoolCreated(object pool, Func<int> queueLength) => RuntimeMetrics.AddQueue(pool, queueLength);

    /// <summary>A worker takes the place of one that died.</summary>
    internal static void WorkerRestarted() => RuntimeMetrics.WorkerRestarted();

    /// <summary>The trace context that a child goes on with; null where nobody records.</summary>
    internal static string? SampledParent(Activity? activity) => activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C } ? activity.Id : null;

    /// <summary>In the child: what it does is part of the parent's trace, also where the child itself listens to nothing.</summary>
    internal static void Continue(string? traceParent, string processName)
    {
        if (traceParent is not null)
        {
            s_activity = new Activity(ActivityName);
            s_activity.SetParentId(traceParent).AddTag("process.name", processName).Start();
        }
    }

    /// <summary>In a pool's worker: the task is part of the trace that was going on where it was submitted. Disposed when the task ends.</summary>
    internal static Activity? StartTask(string? traceParent, ProcessTarget target) =>
        traceParent is null ? null : new Activity(TaskActivityName).SetParentId(traceParent).AddTag("task.target", target.Name).Start();
}
