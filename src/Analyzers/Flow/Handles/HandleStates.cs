namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The states in which a handle (a thread, process, task, pool, queue or timer) may be; a set of them is what is known.</summary>
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

    /// <summary>Takes work.</summary>
    Open = 8,

    /// <summary>Takes no more work, and may still do some.</summary>
    Closed = 16,

    Started = Running | Joined,
}
