using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>A read of what started bodies write, while these may still run.</summary>
/// <param name="Read">The read, with the location as the parent names it.</param>
/// <param name="Forks">Who may be writing; the write of each.</param>
internal sealed record EarlyRead(Access Read, ImmutableArray<(Fork Fork, Access Write)> Forks);
