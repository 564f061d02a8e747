namespace ConcurrencyAnalyzers.Runtime.Managers;

/// <summary>What a manager makes.</summary>
internal static class ManagedKind
{
    internal const byte Queue = 1;
    internal const byte Dictionary = 2;
    internal const byte List = 3;
    internal const byte Lock = 4;
    internal const byte ReentrantLock = 5;
    internal const byte Semaphore = 6;
    internal const byte Event = 7;
    internal const byte Condition = 8;
    internal const byte Barrier = 9;
}
