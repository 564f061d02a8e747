namespace ConcurrencyAnalyzers.Model;

/// <summary>The standard streams of a process, as the process sees them.</summary>
[Flags]
internal enum ProcessStreams
{
    None = 0,
    Input = 1,
    Output = 2,
    Error = 4,
}
