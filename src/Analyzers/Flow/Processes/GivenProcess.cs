using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What a method does to a process that it is given.</summary>
/// <param name="Undrained">The streams that it has not read when it waits for the process; none where it does not wait.</param>
/// <param name="Drained">The streams that it reads.</param>
internal sealed record GivenProcess(ProcessStreams Undrained, ProcessStreams Drained);
