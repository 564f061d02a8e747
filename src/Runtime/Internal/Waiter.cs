namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// One party that waits: a parked thread or a pending task. It stands in at most one list. All list links and
/// <see cref="Outcome"/> are guarded by the owner's lock; a waiter is signalled exactly once, while that lock is held.
/// </summary>
internal abstract class Waiter
{
    internal Waiter? Next;
    internal Waiter? Previous;
    internal bool IsQueued;

    /// <summary>What the wait ended with; its meaning belongs to the primitive (granted, broken, index …).</summary>
    internal int Outcome;

    /// <summary>What is handed over with the signal, or what the waiter brought along.</summary>
    internal object? Gift;

    /// <summary>
    /// True when a free permit goes straight to this waiter instead of to the first who grabs it. Tasks always
    /// want that (a resumed task that had to queue again would starve), threads only after they have lost for long.
    /// </summary>
    internal bool WantsHandoff;

    internal abstract void Signal();
}
