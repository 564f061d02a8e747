using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>A place that holds one lock and waits for another.</summary>
/// <param name="Held">The lock that is held, as the body that <see cref="LockOrders"/> lists the edge under names it.</param>
/// <param name="HeldMode">How it is held.</param>
/// <param name="HeldSite">Its acquire.</param>
/// <param name="Holding">The row of the table of its acquire.</param>
/// <param name="Wanted">The lock that is waited for.</param>
/// <param name="Wanting">The row of the table of its acquire.</param>
/// <param name="Acquire">Its acquire.</param>
/// <param name="Place">The acquire, or the call that leads to it, in the body that took the first lock.</param>
/// <param name="In">That body.</param>
internal sealed record OrderEdge(
    AccessPath Held,
    LockMode HeldMode,
    IOperation HeldSite,
    MemberEffect Holding,
    AccessPath Wanted,
    MemberEffect Wanting,
    IOperation Acquire,
    IOperation Place,
    Body In)
{
    /// <summary>Other locks that are held there and let no second thread in.</summary>
    public ImmutableHashSet<AccessPath> Gates { get; init; } = ImmutableHashSet<AccessPath>.Empty;

    /// <summary>The program compares the owners of the two locks, as one does who takes them in an order of their own.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Where two threads meet at the lock that this one waits for, one of them has to wait.</summary>
    public bool IsBlockedBy(OrderEdge holder) => LockModes.Conflict(Wanting.Mode, holder.HeldMode);

    public bool SharesGateWith(OrderEdge other) => !Gates.IsEmpty && Gates.Overlaps(other.Gates);
}
