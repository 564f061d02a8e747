using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>A place that holds one lock and waits for another, which may be of another type.</summary>
/// <param name="Held">The lock that is held.</param>
/// <param name="HeldSite">Where it is taken.</param>
/// <param name="Wanted">The lock that is waited for.</param>
/// <param name="Place">The acquire, or the call that leads to it.</param>
/// <param name="Gates">The other locks that are held there.</param>
/// <param name="In">The body.</param>
internal sealed record CrossTypeEdge(TakenLock Held, IOperation HeldSite, TakenLock Wanted, IOperation Place, HashSet<ISymbol> Gates, Body In);
