namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a <see cref="ProcessPool"/> does at one moment, for logs and debuggers.</summary>
/// <param name="Processes">How many workers it may have.</param>
/// <param name="WorkerIds">The process ids of those it has.</param>
/// <param name="Queued">Tasks that no worker has.</param>
/// <param name="Running">Tasks that workers have, those sent ahead included.</param>
/// <param name="Succeeded">Tasks that have a result.</param>
/// <param name="Failed">Tasks that have an exception.</param>
/// <param name="Requeued">How often a task was taken back from a worker that died before it started it.</param>
/// <param name="Crashed">How many workers died of a task.</param>
/// <param name="Replaced">How many workers were replaced, after a crash or because they had their number of tasks.</param>
public sealed record PoolSnapshot(
    int Processes,
    IReadOnlyList<int> WorkerIds,
    int Queued,
    int Running,
    long Succeeded,
    long Failed,
    long Requeued,
    long Crashed,
    long Replaced);
