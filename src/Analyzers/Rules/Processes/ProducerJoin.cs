using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>A wait for a process whose queue or pipe nobody has emptied by then, or filled.</summary>
/// <param name="Join">The wait.</param>
/// <param name="Channel">The queue, or the end of the pipe that stays here.</param>
/// <param name="IsPipe">It is a pipe.</param>
/// <param name="IsCertain">The process puts more than fits in.</param>
/// <param name="Later">What takes from it later.</param>
internal sealed record ProducerJoin(IOperation Join, ILocalSymbol Channel, bool IsPipe, bool IsCertain, IReadOnlyList<IOperation> Later)
{
    /// <summary>The other way round: the process takes, and what comes later puts in.</summary>
    public bool IsStarved { get; init; }
}
