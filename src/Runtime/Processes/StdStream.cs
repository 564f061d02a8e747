namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Where a child's standard output or error goes.</summary>
public enum StdStream
{
    /// <summary>To where the parent's goes: the default.</summary>
    Inherit,

    /// <summary>To the parent, line by line: see <see cref="WorkerProcess.OutputLines"/>.</summary>
    Capture,

    /// <summary>Nowhere.</summary>
    Discard,
}
