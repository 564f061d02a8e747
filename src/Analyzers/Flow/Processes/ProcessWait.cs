using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What an operation waits for: the exit of a process, or the end of one of its streams.</summary>
/// <param name="Process">The process.</param>
/// <param name="Expression">The expression that is the process.</param>
/// <param name="Call">The call that waits, or whose task is waited for.</param>
internal sealed record ProcessWait(ProcessKey Process, IOperation Expression, IOperation Call)
{
    /// <summary>The streams that nobody reads by the time it waits, as far as that is the call's own doing.</summary>
    public ProcessStreams Left { get; init; } = ProcessFacts.Outputs;

    public ProcessStreams Undrained(ProcessFacts facts, ProcessStreams nested) => Left & ~facts.Drained & ~nested;
}
