namespace ConcurrencyAnalyzers.Model;

/// <summary>What sort of concurrency primitive a type is.</summary>
internal enum PrimitiveKind
{
    None,
    Lock,
    ReaderWriterLock,
    Semaphore,
    Thread,
    Process,
    Pool,
    PendingResult,
    Task,
    Queue,
    Event,
    Condition,
    Barrier,
    Countdown,
    Timer,
    ConcurrentCollection,
    Parallel,
    Atomic,
    Shared,
}
