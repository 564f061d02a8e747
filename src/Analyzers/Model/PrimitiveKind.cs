namespace ConcurrencyAnalyzers.Model;

/// <summary>What sort of concurrency primitive a type is.</summary>
internal enum PrimitiveKind
{
    None,
    Lock,
    ReaderWriterLock,
    Semaphore,

    /// <summary>What an acquire returned; disposing of it releases the lock it came from.</summary>
    Scope,
    Thread,
    Process,
    Pool,
    PendingResult,
    Task,

    /// <summary>A view of a task, of which the compiler makes an await.</summary>
    Awaiter,

    /// <summary>The producer's end of a task: somebody sets its result.</summary>
    Promise,
    Queue,
    Event,
    Condition,
    Barrier,
    Countdown,
    Timer,
    ConcurrentCollection,

    /// <summary>A collection or other object that breaks when two threads change it at once.</summary>
    Unsynchronized,
    Parallel,
    Cancellation,
    Atomic,
    Lazy,

    /// <summary>Every thread, or flow of control, sees its own value.</summary>
    ThreadLocal,

    /// <summary>Memory or objects that several processes see.</summary>
    Shared,

    /// <summary>Makes primitives and is none itself.</summary>
    Factory,

    /// <summary>Settings that a primitive reads when it is created or started.</summary>
    Options,

    /// <summary>Carries work to a thread of its choice.</summary>
    Context,

    /// <summary>No primitive, but its members block: files, sockets, the console.</summary>
    Blocking,
}
