namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>An edge with a body through which a thread comes to it.</summary>
internal sealed record EntryEdge(Body Entry, OrderEdge Edge);
