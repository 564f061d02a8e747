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

    /// <summary>Some lock is held, or may be.</summary>
    Guarded = 8,

    /// <summary>The new value is made of the old one: <c>x++</c>, <c>x += n</c>, <c>x = x + n</c>.</summary>
    Update = 16,
}
