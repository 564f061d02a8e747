using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Runs the analyzers of a test over a project.</summary>
internal sealed class AnalyzerRunner(ImmutableArray<DiagnosticAnalyzer> analyzers, Func<Diagnostic, bool> includesCompilerDiagnostic)
{
    // The suppressed are asked for only if something under test suppresses: they include those of pragmas and attributes.
    private readonly bool _suppresses = analyzers.Any(analyzer => analyzer is DiagnosticSuppressor);

    /// <summary>Asks for everything at once, which compiles the sources only once.</summary>
    public async Task<Snapshot> RunAsync(Project project, CancellationToken cancellationToken)
    {
        var attached = await AttachAsync(project, cancellationToken);
        var diagnostics = await attached.GetAllDiagnosticsAsync(cancellationToken);
        return new Snapshot(project, Sort(diagnostics.Where(diagnostic =>
            (!IsFromCompiler(diagnostic) || includesCompilerDiagnostic(diagnostic))
            && !IsSuppressedInSource(diagnostic, attached.Compilation))));
    }

    /// <summary>Leaves out the compiler's own diagnostics.</summary>
    public async Task<ImmutableArray<Diagnostic>> RunAnalyzersAsync(Project project, CancellationToken cancellationToken)
    {
        var attached = await AttachAsync(project, cancellationToken);
        var diagnostics = await attached.GetAnalyzerDiagnosticsAsync(cancellationToken);
        return Sort(diagnostics.Where(diagnostic => !diagnostic.IsSuppressed));
    }

    /// <summary>Whether an editor cannot compute this diagnostic for one document, as with compilation-end actions.</summary>
    public async Task<bool> IsNonLocalAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        var attached = await AttachAsync(project, cancellationToken);
        var result = await attached.GetAnalysisResultAsync(cancellationToken);
        return result.CompilationDiagnostics.Values.Any(diagnostics => diagnostics.Contains(diagnostic));
    }

    private async Task<CompilationWithAnalyzers> AttachAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken)
            ?? throw new InvalidOperationException("The language of the project has no compiler.");
        return compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: _suppresses));
    }

    private static bool IsFromCompiler(Diagnostic diagnostic) => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);

    private static bool IsSuppressedInSource(Diagnostic diagnostic, Compilation compilation) =>
        diagnostic.IsSuppressed && diagnostic.GetSuppressionInfo(compilation) is { ProgrammaticSuppressions.IsEmpty: true };

    private static ImmutableArray<Diagnostic> Sort(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.End)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
    ];
}
