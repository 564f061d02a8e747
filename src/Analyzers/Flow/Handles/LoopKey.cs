using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>A loop over a collection: the call that got the enumerator, or the condition of a counting loop and the collection it indexes.</summary>
internal sealed record LoopKey(IOperation Loop, Slot? Collection);
