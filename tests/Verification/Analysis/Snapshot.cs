using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A project and what was reported in it, ordered by place.</summary>
/// <param name="Project">The project.</param>
/// <param name="Diagnostics">The diagnostics of the analyzers, and those of the compiler that the test looks at.</param>
internal sealed record Snapshot(Project Project, ImmutableArray<Diagnostic> Diagnostics);
