using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Runs the analyzers of a test over a project.</summary>
internal sealed class AnalyzerRunner(ImmutableArray<DiagnosticAnalyzer> analyzers, Func<Diagnostic, bool> includesCompilerDiagnostic)
{
    // The suppressed are asked for only if something under test suppresses: they include those of pragmas and attributes.
    private readonly bool _suppresses = analyzers.Any(analyzer => analyzer is DiagnosticSuppressor);

    public async Task<Snapshot> RunAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = await CompileAsync(project, cancellationToken);
        var fromCompiler = await CompilerDiagnosticsAsync(project, compilation, cancellationToken);
        var result = await Attach(project, compilation, analyzers).GetAnalysisResultAsync(cancellationToken);
        var diagnostics = fromCompiler
            .Where(includesCompilerDiagnostic)
            .Concat(result.GetAllDiagnostics())
            .Where(diagnostic => !IsSuppressedInSource(diagnostic, compilation));
        return new Snapshot(project, Sort(diagnostics), [.. result.CompilationDiagnostics.Values.SelectMany(all => all)]);
    }

    /// <summary>Runs without the compiler's own diagnostics, which costs less.</summary>
    public async Task<ImmutableArray<Diagnostic>> RunAnalyzersAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = await CompileAsync(project, cancellationToken);
        var diagnostics = await Attach(project, compilation, analyzers).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return Sort(diagnostics.Where(diagnostic => !diagnostic.IsSuppressed));
    }

    private static async Task<Compilation> CompileAsync(Project project, CancellationToken cancellationToken) =>
        await project.GetCompilationAsync(cancellationToken) ?? throw new InvalidOperationException("The project does not compile.");

    // The compiler's own diagnostics pass a suppressor only if it is asked for them together with it.
    private async Task<ImmutableArray<Diagnostic>> CompilerDiagnosticsAsync(
        Project project, Compilation compilation, CancellationToken cancellationToken)
    {
        ImmutableArray<DiagnosticAnalyzer> suppressors = [.. analyzers.Where(analyzer => analyzer is DiagnosticSuppressor)];
        return suppressors.IsEmpty
            ? compilation.GetDiagnostics(cancellationToken)
            : await Attach(project, compilation, suppressors).GetAllDiagnosticsAsync(cancellationToken);
    }

    private CompilationWithAnalyzers Attach(Project project, Compilation compilation, ImmutableArray<DiagnosticAnalyzer> used) =>
        compilation.WithAnalyzers(used, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: _suppresses));

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
