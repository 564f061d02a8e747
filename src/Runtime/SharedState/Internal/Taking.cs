namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>How an attempt to take a lock ended.</summary>
internal enum Taking
{
    TimedOut,
    Taken,

    /// <summary>Taken from a process that died while it held it.</summary>
    TakenFromDead,
}
