namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>The process that a method returns, or the settings of one that its caller will start.</summary>
/// <param name="Facts">What is known of the value itself.</param>
/// <param name="Settings">What is known of the settings of a process.</param>
internal sealed record ReturnedProcess(ProcessFacts Facts, ProcessFacts Settings);
