using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Pools;

internal static class TaskFailure
{
    /// <summary>What a worker sends when a task failed: at which step, and the exception.</summary>
    [RequiresUnreferencedCode(TargetId.TrimMessage)]
    internal static Exception Read(WireReader reader, int processId)
    {
        var outcome = (TargetOutcome)reader.ReadByte();
        Exception exception = RemoteFailure.Read(reader).ToException(processId);
        return outcome == TargetOutcome.Canceled && exception is not OperationCanceledException
            ? new OperationCanceledException("The task was cancelled.", exception)
            : exception;
    }
}
