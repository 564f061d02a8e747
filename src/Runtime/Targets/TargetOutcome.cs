namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How the run of a target ended, and at which of its steps.</summary>
internal enum TargetOutcome : byte
{
    /// <summary>The result is written.</summary>
    Completed,

    /// <summary>The target threw.</summary>
    Failed,

    /// <summary>The target stopped because its token was cancelled.</summary>
    Canceled,

    /// <summary>The target was not called: its arguments could not be read.</summary>
    ArgumentsUnreadable,

    /// <summary>The target returned, but its result cannot cross.</summary>
    ResultUnwritable,
}
