using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What is known about one process at one point of a body.</summary>
/// <param name="Redirected">The streams that are connected with this process for certain.</param>
/// <param name="Drained">The streams that somebody may have begun to read, or that cannot hold up the process any more.</param>
/// <param name="Waits">The operations that may have waited for the process, or for the end of one of its streams.</param>
internal sealed record ProcessFacts(ProcessStreams Redirected, ProcessStreams Drained, ImmutableHashSet<IOperation> Waits)
{
    public const ProcessStreams Outputs = ProcessStreams.Output | ProcessStreams.Error;

    public static readonly ProcessFacts Nothing = new(ProcessStreams.None, ProcessStreams.None, ImmutableHashSet<IOperation>.Empty);

    public ProcessFacts Join(ProcessFacts other) =>
        ReferenceEquals(this, other) ? this : new(Redirected & other.Redirected, Drained | other.Drained, Waits.Union(other.Waits));

    public bool Equals(ProcessFacts? other) =>
        other is not null && Redirected == other.Redirected && Drained == other.Drained && Waits.SetEquals(other.Waits);

    public override int GetHashCode() => ((int)Redirected * 8) + (int)Drained;
}
