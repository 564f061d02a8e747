namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>What became of a chunk.</summary>
/// <param name="Values">The results of the items before the failure; of all if there is none.</param>
/// <param name="Failure">Why the rest has no results.</param>
internal readonly record struct ChunkResult<TResult>(TResult[] Values, Exception? Failure);
