using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>How a wait of pool work for work of the same pool goes wrong.</summary>
internal enum PoolWaitKind
{
    /// <summary>It waits for the end of all work, its own included.</summary>
    All,

    /// <summary>It asks a pool in a worker process, where that pool is not.</summary>
    Absent,

    /// <summary>It waits for a result on the thread that reads the results.</summary>
    Result,

    /// <summary>It waits for the end of the pool in a callback of the pool.</summary>
    End,

    /// <summary>It waits for work that may not get a thread.</summary>
    Signal,

    /// <summary>It holds a thread of a pool that grows, slowly.</summary>
    Thread,
}

/// <summary>A wait, in work of a pool, for work of the same pool.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Work">The work that waits.</param>
/// <param name="Kind">What comes of it.</param>
internal sealed record PoolWait(IOperation Wait, PoolWork Work, PoolWaitKind Kind)
{
    /// <summary>Somebody outside of the pool's work waits for all of it, too.</summary>
    public bool IsWaitedOutside { get; init; }
}
