namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A place where a diagnostic is expected.</summary>
/// <param name="Span">The file and the lines; an empty path means the test's first source.</param>
/// <param name="Options">How <paramref name="Span"/> is read.</param>
public readonly record struct DiagnosticLocation(FileLinePositionSpan Span, DiagnosticLocationOptions Options);
