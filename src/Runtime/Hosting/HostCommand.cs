namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How a worker process is started: a program that is the same as this one and will be taken over before its Main.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments, not quoted.</param>
public sealed record HostCommand(string FileName, IReadOnlyList<string> Arguments);
