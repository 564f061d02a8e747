namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>Names that parent and child agree on.</summary>
internal static class HostEnvironment
{
    /// <summary>Set in a process that was started to be a worker, until it was taken over. Not a secret.</summary>
    internal const string Marker = "CONCURRENCY_RUNTIME_CHILD";

    /// <summary>Set by the package's module initializer, so that we know before the first start that it will take a child over.</summary>
    internal const string ModuleInitializerKey = "ConcurrencyAnalyzers.Runtime.ModuleInitializer";

    internal const string StartupHooks = "DOTNET_STARTUP_HOOKS";

    internal const string WaitForDebugger = "CONCURRENCY_RUNTIME_WAIT_DEBUGGER";

    /// <summary>Whether this process was started as a worker and nobody took it over: its Main runs for the second time.</summary>
    internal static bool IsStrayChild => Environment.GetEnvironmentVariable(Marker) is not null;
}
