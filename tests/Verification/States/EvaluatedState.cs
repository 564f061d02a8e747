using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A state with its inheritance and markup worked out: plain files, and diagnostics with real locations.</summary>
internal sealed record EvaluatedState(
    ImmutableArray<(string filename, SourceText content)> Sources,
    ImmutableArray<(string filename, SourceText content)> AdditionalFiles,
    ImmutableArray<(string filename, SourceText content)> AnalyzerConfigFiles,
    ImmutableArray<MetadataReference> AdditionalReferences,
    ImmutableArray<DiagnosticResult> ExpectedDiagnostics)
{
    public ReferenceAssemblies? ReferenceAssemblies { get; init; }

    public OutputKind? OutputKind { get; init; }

    public DocumentationMode? DocumentationMode { get; init; }

    public bool HasSameFiles(EvaluatedState other) =>
        StateInheritance.SameFiles(Sources, other.Sources)
        && StateInheritance.SameFiles(AdditionalFiles, other.AdditionalFiles)
        && StateInheritance.SameFiles(AnalyzerConfigFiles, other.AnalyzerConfigFiles);
}
