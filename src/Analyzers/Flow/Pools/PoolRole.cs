namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>Where a body runs that was given to a pool.</summary>
internal enum PoolRole
{
    /// <summary>On a thread of a pool of the Runtime.</summary>
    Thread,

    /// <summary>On a thread of the framework's pool.</summary>
    FrameworkThread,

    /// <summary>In a worker process.</summary>
    Process,

    /// <summary>In this process, on the thread that reads the results of a worker process.</summary>
    Callback,

    /// <summary>As a round of a parallel loop or query.</summary>
    Round,
}
