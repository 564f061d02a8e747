namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>A process that was not started by this one: this one itself, or its parent.</summary>
internal interface IForeignProcess
{
    int ProcessId { get; }

    bool IsAlive { get; }

    /// <summary>Set when the process has ended.</summary>
    WaitHandle Ended { get; }
}
