namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The objects for this process and its parent.</summary>
internal static class CurrentProcess
{
    private static WorkerProcess? s_instance;
    private static WorkerProcess? s_parent;

    internal static WorkerProcess Instance
    {
        get
        {
            if (Volatile.Read(ref s_instance) is { } instance)
            {
                return instance;
            }

            var main = WorkerProcess.Representing(new ThisProcess(), ProcessNames.Main, daemon: false);
            return Interlocked.CompareExchange(ref s_instance, main, null) ?? main;
        }
    }

    internal static WorkerProcess? Parent => Volatile.Read(ref s_parent);

    internal static void Become(ChildConfiguration configuration, ParentProcess parent)
    {
        ProcessNames.SetPrefix(configuration.Name);
        Volatile.Write(ref s_parent, WorkerProcess.Representing(parent, configuration.ParentName, daemon: false));
        Volatile.Write(ref s_instance, WorkerProcess.Representing(new ThisProcess(), configuration.Name, configuration.Daemon));
    }

    /// <summary>The child's copy of a subclass takes the place of the general object.</summary>
    internal static void BecomeInstance(WorkerProcess process)
    {
        process.StandFor(new ThisProcess(), Instance.Name, Instance.Daemon);
        Volatile.Write(ref s_instance, process);
    }
}
