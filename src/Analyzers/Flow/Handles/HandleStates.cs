namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The states in which a handle (a thread, task, pool, barrier and the like) may be; a set of them is what is known.</summary>
[Flags]
internal enum HandleStates
{
    /// <summary>No state: there is no such object, as with the elements of an empty collection.</summary>
    None = 0,

    /// <summary>Created, its body not started.</summary>
    New = 1,

    /// <summary>Started; it may have ended, but nobody has waited for that.</summary>
    Running = 2,

    /// <summary>Known to have ended.</summary>
    Joined = 4,

    /// <summary>Takes work, or signals.</summary>
    Open = 8,

    /// <summary>Takes no more, and may still have some to do: a pool that is closed, a countdown that is through, a barrier that is broken.</summary>
    Closed = 16,

    /// <summary>Released: every call throws.</summary>
    Disposed = 32,

    Started = Running | Joined,
}
