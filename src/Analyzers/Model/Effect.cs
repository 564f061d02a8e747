namespace ConcurrencyAnalyzers.Model;

/// <summary>What a member of a primitive does to the primitive, or to the thread that calls it.</summary>
internal enum Effect
{
    /// <summary>Nothing that matters to any analysis; listed so that the table is complete.</summary>
    None,

    Create,

    /// <summary>Creates the handle and starts its body in one call (Task.Run, Process.Start(string)).</summary>
    CreateStarted,

    /// <summary>Sets an option that counts only before the start.</summary>
    Configure,
    Start,

    /// <summary>Runs the body on the calling thread (the body called directly instead of started).</summary>
    Run,
    Join,
    TryJoin,

    /// <summary>Joins every handle of a collection argument.</summary>
    JoinAll,

    /// <summary>Waits for any one of several handles.</summary>
    JoinAny,

    /// <summary>Asks whether the body still runs.</summary>
    QueryAlive,

    /// <summary>Reads what only exists after the end (an exit code, a result), without waiting.</summary>
    ReadResult,

    /// <summary>Stops the body from outside: kill, terminate, abort, interrupt, cancel.</summary>
    Stop,

    Acquire,
    TryAcquire,
    Release,

    /// <summary>Asks whether a lock is held, by whom, or how many permits are left.</summary>
    QueryHeld,

    Wait,
    TryWait,
    Signal,
    Reset,
    Notify,
    AddParticipants,
    RemoveParticipants,

    Put,
    TryPut,
    Take,
    TryTake,

    /// <summary>Asks for a state that may have changed by the time of the answer: Count, IsEmpty, ContainsKey.</summary>
    Check,

    /// <summary>One atomic change or read-modify-write of a concurrent collection or variable.</summary>
    Atomic,

    /// <summary>Walks over the elements.</summary>
    Enumerate,
    Complete,
    TaskDone,
    JoinQueue,

    Submit,
    Close,

    /// <summary>Runs delegates on other threads and returns when all are done (Parallel.For).</summary>
    ParallelInvoke,

    /// <summary>Blocks the calling thread without any relation to a primitive (Thread.Sleep).</summary>
    Block,
    Dispose,
}
