namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>How an operation uses a location.</summary>
[Flags]
internal enum AccessKind
{
    None = 0,
    Read = 1,
    Write = 2,

    /// <summary>Volatile, or through <c>Interlocked</c> or <c>Volatile</c>: meant to be seen by other threads.</summary>
    Atomic = 4,

    /// <summary>In the body of a <c>lock</c> statement, or of a <c>using</c> over a lock's scope.</summary>
    Guarded = 8,
}
