using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Threads that wait for each other in a circle: each edge wants what the next one holds. The first edge is the one to change.</summary>
internal sealed record LockCycle(ImmutableArray<EntryEdge> Edges);
