using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>An acquire that a call of a method leads to, before the method has released anything the caller holds.</summary>
/// <param name="Key">Which lock, as the method names it.</param>
/// <param name="Effect">The row of the table.</param>
/// <param name="Site">The acquire itself.</param>
/// <param name="Through">The method that contains it.</param>
/// <param name="IsCertain">Nothing that a caller or an owner flag decides can lead around it.</param>
internal sealed record AcquireSummary(AccessPath Key, MemberEffect Effect, IOperation Site, Body Through, bool IsCertain);

/// <summary>By how much a lock is held deeper when the method returns.</summary>
internal sealed record NetEffect(AccessPath Key, int Min, int Max)
{
    /// <summary>The same for each mode of a reader-writer lock.</summary>
    public ModeDepths Depths { get; init; }

    /// <summary>What gives back all that the method has taken.</summary>
    public NetEffect Undone => new(Key, -Max, -Min) { Depths = Depths.Undone };
}

/// <summary>What a caller must know about a method's locks.</summary>
internal sealed record LockSummary(ImmutableArray<AcquireSummary> Acquires, ImmutableArray<NetEffect> Net)
{
    /// <summary>The method always throws, or ends the process.</summary>
    public bool NeverReturns { get; init; }

    public static readonly LockSummary Nothing = new(ImmutableArray<AcquireSummary>.Empty, ImmutableArray<NetEffect>.Empty);

    public bool IsSameAs(LockSummary other) => Acquires.SequenceEqual(other.Acquires) && Net.SequenceEqual(other.Net) && NeverReturns == other.NeverReturns;
}
