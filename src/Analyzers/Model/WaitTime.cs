namespace ConcurrencyAnalyzers.Model;

/// <summary>How long a call waits at most, as far as its arguments tell.</summary>
internal enum WaitTime
{
    /// <summary>The arguments are not constant.</summary>
    Unknown,

    /// <summary>It returns at once.</summary>
    Zero,
    Finite,

    /// <summary>No timeout, or one that never runs out: a try is no try.</summary>
    Infinite,
}
