using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>The operation that gives a body to another thread, in the body <paramref name="In"/>.</summary>
/// <param name="Operation">The creation of a thread or task, or the subscription.</param>
/// <param name="In">The body in which it stands.</param>
/// <param name="IsRepeated">It may do so more than once.</param>
internal sealed record StartedAt(IOperation Operation, Body In, bool IsRepeated);
