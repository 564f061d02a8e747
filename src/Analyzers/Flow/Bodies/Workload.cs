namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What a body spends its time with.</summary>
internal enum Workload
{
    /// <summary>Something in it is not known; nothing may be concluded.</summary>
    Unknown,

    /// <summary>It computes, but not for long.</summary>
    Light,

    /// <summary>It computes, in a loop or by recursion, and does nothing else.</summary>
    Cpu,

    /// <summary>It waits: for files, the network, other threads, or the clock.</summary>
    Io,
}
