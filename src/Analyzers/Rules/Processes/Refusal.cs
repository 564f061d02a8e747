namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>What cannot cross to another process, and why.</summary>
/// <param name="Path">The variable, member or type, as the user names it.</param>
/// <param name="Reason">Why.</param>
internal sealed record Refusal(string Path, RefusalReason Reason);
