namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The processes that user code started and that have not ended, in the order of their start.</summary>
internal static class LivingChildren
{
    private static readonly List<WorkerProcess> s_children = [];

    internal static IReadOnlyList<WorkerProcess> Snapshot()
    {
        lock (s_children)
        {
            return [.. s_children];
        }
    }

    internal static void Add(WorkerProcess process)
    {
        lock (s_children)
        {
            s_children.Add(process);
        }
    }

    internal static void Remove(WorkerProcess process)
    {
        lock (s_children)
        {
            s_children.Remove(process);
        }
    }
}
