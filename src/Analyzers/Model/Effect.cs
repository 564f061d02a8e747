namespace ConcurrencyAnalyzers.Model;

/// <summary>What a member of a primitive does to the primitive, or to the thread that calls it.</summary>
/// <remarks>A Try… effect tells by its result (or its <c>taken</c> argument) whether it happened; any other has happened when the call returns normally, and throws where its timeout runs out.</remarks>
internal enum Effect
{
    /// <summary>Nothing that matters to any analysis; listed so that the table is complete.</summary>
    None,

    Create,

    /// <summary>Creates the handle and starts its body in one call (Task.Run, Process.Start(string)).</summary>
    CreateStarted,

    /// <summary>Hands out a primitive that exists already, in a state nobody here knows (Thread.CurrentThread, Mutex.OpenExisting).</summary>
    Obtain,

    /// <summary>Sets an option that counts only before the start.</summary>
    Configure,

    /// <summary>Gives a delegate that will run when something happens: an event's handler, a cancellation callback.</summary>
    Subscribe,

    Start,

    /// <summary>Runs the body on the calling thread (the body called directly instead of started).</summary>
    Run,

    Join,
    TryJoin,

    /// <summary>Joins every handle of a collection argument, or waits for every event of it.</summary>
    JoinAll,
    TryJoinAll,

    /// <summary>Waits for any one of several handles.</summary>
    JoinAny,

    /// <summary>Returns a handle whose body runs after the receiver (or the handles of the key argument) has ended.</summary>
    Continue,

    /// <summary>Asks whether the body still runs, or whether a queue still takes items.</summary>
    QueryAlive,

    /// <summary>Reads what only exists after the end (an exit code, a result), without waiting.</summary>
    ReadResult,

    /// <summary>Stops the body from outside: kill, terminate, abort, interrupt, cancel.</summary>
    Stop,

    Acquire,
    TryAcquire,

    /// <summary>Acquires several locks in a safe order: the elements of the key argument, or every argument from it on.</summary>
    AcquireAll,
    TryAcquireAll,
    Release,

    /// <summary>Changes how a held lock is held (upgrade, downgrade, drop all levels): its state is unknown afterwards.</summary>
    ChangeMode,

    /// <summary>Asks whether a lock is held, by whom, or how many permits or free places are left.</summary>
    QueryHeld,

    Wait,
    TryWait,
    Signal,

    /// <summary>Arrives at a barrier and waits for the others; or signals the key and waits for the other argument.</summary>
    SignalAndWait,
    TrySignalAndWait,
    Reset,
    Notify,
    AddParticipants,
    TryAddParticipants,
    RemoveParticipants,

    Put,
    TryPut,
    Take,
    TryTake,

    /// <summary>Asks for a state that may have changed by the time of the answer: Count, IsEmpty, ContainsKey.</summary>
    Check,

    /// <summary>Reads one element, which must exist: a dictionary's indexer.</summary>
    ReadItem,

    /// <summary>Writes one element whether it exists or not: a dictionary's indexer.</summary>
    WriteItem,

    /// <summary>One atomic change or read-modify-write of a concurrent collection or variable.</summary>
    Atomic,

    /// <summary>A single read, or a single write, that is neither torn nor reordered; not a read-modify-write.</summary>
    VolatileRead,
    VolatileWrite,

    /// <summary>A memory barrier without an access.</summary>
    Fence,

    /// <summary>Makes a value at most once, when it is first asked for.</summary>
    Initialize,

    /// <summary>Changes an object that has no synchronisation of its own.</summary>
    Mutate,

    /// <summary>Walks over the elements as they are.</summary>
    Enumerate,

    /// <summary>Takes elements until the queue is complete and empty.</summary>
    Consume,
    Complete,
    TaskDone,

    /// <summary>Waits until every item was taken and dealt with.</summary>
    JoinQueue,
    TryJoinQueue,

    /// <summary>Hands work to a pool.</summary>
    Submit,

    /// <summary>Ends the submission of work.</summary>
    Close,

    /// <summary>Runs delegates on other threads and returns when all are done (Parallel.For).</summary>
    ParallelInvoke,

    /// <summary>Gives delegates that will run in parallel once the query is enumerated.</summary>
    ParallelQuery,

    /// <summary>Blocks the calling thread without any relation to a primitive (Thread.Sleep, file and network access).</summary>
    Block,

    /// <summary>Connects a stream of a process that is about to start with this process.</summary>
    Redirect,

    /// <summary>Hands out a redirected stream of a process.</summary>
    OpenStream,

    /// <summary>Reads a redirected stream in the background, so that it cannot fill up.</summary>
    Drain,
    Dispose,
}
