using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>A wait for a thread that needs a lock which the waiting body holds.</summary>
/// <param name="Need">What is waited for.</param>
/// <param name="Place">The wait, or the call that leads to it.</param>
/// <param name="In">The body that holds the lock.</param>
/// <param name="HeldSite">Where it takes it.</param>
internal sealed record ThreadWait(WaitNeed Need, IOperation Place, Body In, IOperation HeldSite);
