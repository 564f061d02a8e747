namespace ConcurrencyAnalyzers.Runtime.Pools;

internal enum PoolState
{
    /// <summary>Takes tasks.</summary>
    Open,

    /// <summary>Takes none, and does those it has.</summary>
    Closed,

    /// <summary>Has thrown away those it had.</summary>
    Terminated,

    /// <summary>Cannot do any.</summary>
    Broken,
}
