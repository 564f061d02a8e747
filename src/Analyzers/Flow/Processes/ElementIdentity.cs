using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>The processes in a collection: all of them as one, or the one that a round of a loop is about.</summary>
/// <param name="Collection">The operation that made the collection, or the access path by which it is reached.</param>
/// <param name="Loop">The call that got the enumerator, or the condition of a counting loop.</param>
/// <param name="IsAtEntry">Each element as it was when the loop began: what one round does to its element says nothing about the next one's.</param>
internal sealed record ElementIdentity(object Collection, IOperation? Loop = null, bool IsAtEntry = false);
