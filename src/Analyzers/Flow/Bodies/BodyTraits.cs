namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What else a body does beside reading and writing memory.</summary>
[Flags]
internal enum BodyTraits
{
    None = 0,

    /// <summary>Waits, signals, joins, puts, takes …: has an order with other threads.</summary>
    Synchronizes = 1,

    /// <summary>Acquires or releases a lock.</summary>
    Locks = 2,

    /// <summary>Accesses something through <c>volatile</c>, <c>Volatile</c> or <c>Interlocked</c>.</summary>
    UsesAtomics = 4,

    /// <summary>Calls code that is not known here.</summary>
    Opaque = 8,

    /// <summary>Sleeps, spins or polls.</summary>
    Sleeps = 16,

    /// <summary>Runs until it is told to stop, or for ever: to wait for its end would be another mistake.</summary>
    Service = 32,

    /// <summary>Waits for its turn in a way that may keep other bodies out, although no lock is to be seen.</summary>
    TakesTurns = 64,
}
