using ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// Where .NET enters before Main, in a process that a <c>WorkerProcess</c> or pool started: the name, the method and the
/// absence of a namespace are fixed by the runtime (DOTNET_STARTUP_HOOKS).
/// </summary>
internal static class StartupHook
{
    /// <summary>Takes a worker over and never returns from it; returns at once in every other process.</summary>
    public static void Initialize() => ChildMain.RunIfChild();
}
