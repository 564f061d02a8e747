using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>How a worker of a pool ended.</summary>
/// <param name="LastStarted">The last task it began; 0 if none.</param>
/// <param name="Failure">Why it never became a worker, or what it said that made no sense.</param>
internal sealed record WorkerEnd(int ProcessId, ExitStatus Status, long LastStarted, string ErrorTail, Exception? Failure);
