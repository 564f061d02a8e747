namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>What lies in a slot; part of its layout, so numbers are never used again.</summary>
internal enum SlotKind
{
    Free = 0,
    Lock = 1,
    ReentrantLock = 2,
    Semaphore = 3,
    Event = 4,
    Condition = 5,
    Barrier = 6,
    Value = 7,
}
