using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>The handles that an expression may yield, or that a collection may contain, by the operations that create them, in the order of the source.</summary>
/// <param name="Creations">The operations that create a handle.</param>
/// <param name="IsComplete">No handle of unknown origin can be among them.</param>
internal sealed record HandleSet(IReadOnlyList<IOperation> Creations, bool IsComplete);
