namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The messages between a process and its child. On the lifeline: what must arrive while the child is busy.</summary>
internal enum MessageKind : byte
{
    // Lifeline, to the child.
    Bootstrap = 1,
    Cancel = 2,
    Terminate = 3,
    Revoke = 4,

    // Data, to the child.
    Configure = 10,
    Run = 11,
    RunObject = 12,
    Task = 13,
    Stop = 14,
    Warm = 15,

    // Data, from the child.
    Hello = 20,
    Result = 21,
    Failure = 22,
    Progress = 23,
    Exiting = 24,
    Revoked = 25,
}
