namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>How far a fork may be, a set of possibilities.</summary>
[Flags]
internal enum ForkStatus : byte
{
    None = 0,
    NotStarted = 1,
    Running = 2,

    /// <summary>Of many handles, one has been joined.</summary>
    PartlyJoined = 4,

    /// <summary>It has ended, or the parent may know in some other way what it has done.</summary>
    Ordered = 8,

    /// <summary>Code that is not known here has got hold of the handle.</summary>
    Escaped = 16,
}
