using System.Diagnostics.Tracing;

namespace ConcurrencyAnalyzers.Runtime.Diagnostics;

/// <summary>Events for dotnet-trace and in-process listeners. Nothing is computed while nobody listens.</summary>
[EventSource(Name = SourceName)]
internal sealed class RuntimeEventSource : EventSource
{
    internal const string SourceName = "ConcurrencyAnalyzers-Runtime";

    private RuntimeEventSource()
    {
    }

    internal static RuntimeEventSource Log { get; } = new();

    [Event(1, Level = EventLevel.Informational, Message = "Process {0} was started.")]
    internal void ProcessStart(int processId) => WriteEvent(1, processId);

    [Event(2, Level = EventLevel.Informational, Message = "Process {0} is a worker after {1} ms.")]
    internal void ProcessHello(int processId, double milliseconds) => WriteEvent(2, processId, milliseconds);

    [Event(3, Level = EventLevel.Informational, Message = "Process {0} ended with {1}.")]
    internal void ProcessExit(int processId, int exitCode) => WriteEvent(3, processId, exitCode);

    [Event(4, Level = EventLevel.Verbose, Message = "Task {0} was given to process {1}.")]
    internal void TaskStart(long sequence, int processId) => WriteEvent(4, sequence, processId);

    [Event(5, Level = EventLevel.Verbose, Message = "Task {0} is done in process {1}: {2}.")]
    internal void TaskStop(long sequence, int processId, bool succeeded) => WriteEvent(5, sequence, processId, succeeded);

    [Event(6, Level = EventLevel.Error, Message = "Task {0} died with process {1}, exit code {2}.")]
    internal void TaskCrash(long sequence, int processId, int exitCode) => WriteEvent(6, sequence, processId, exitCode);
}
