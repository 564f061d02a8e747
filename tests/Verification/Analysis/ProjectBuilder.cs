using System.Collections.Immutable;

using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Builds the project of a state in a workspace.</summary>
internal sealed class ProjectBuilder(string language, string name, CompilationOptions compilationOptions, ParseOptions parseOptions)
{
    public Project Build(Workspace workspace, EvaluatedState state, ReferenceAssemblies references)
    {
        var id = ProjectId.CreateNewId(name);
        var solution = workspace.CurrentSolution
            .AddProject(id, name, name, language)
            .WithProjectCompilationOptions(id, state.OutputKind is { } kind ? compilationOptions.WithOutputKind(kind) : compilationOptions)
            .WithProjectParseOptions(id, state.DocumentationMode is { } mode ? parseOptions.WithDocumentationMode(mode) : parseOptions)
            .WithProjectMetadataReferences(id, (state.ReferenceAssemblies ?? references).References.AddRange(state.AdditionalReferences));
        return NewLineConfig.Add(AddFiles(solution, id, state), id, state).GetProject(id)!;
    }

    /// <summary>Switches on the rules under test that are off by default, and makes a throwing analyzer an error.</summary>
    public static Project EnableRules(
        Project project, ImmutableArray<DiagnosticAnalyzer> analyzers, IEnumerable<string> disabledIds)
    {
        var options = project.CompilationOptions!;
        var severities = options.SpecificDiagnosticOptions;
        foreach (var rule in analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(rule => !rule.IsEnabledByDefault))
        {
            severities = severities.ContainsKey(rule.Id) ? severities : severities.Add(rule.Id, ToReport(rule.DefaultSeverity));
        }

        severities = severities
            .SetItems(disabledIds.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)))
            .SetItem("AD0001", ReportDiagnostic.Error);
        return project.WithCompilationOptions(options.WithSpecificDiagnosticOptions(severities));
    }

    private static Solution AddFiles(Solution solution, ProjectId id, EvaluatedState state)
    {
        solution = state.Sources.Aggregate(solution, (current, file) =>
            Add(file, (document, fileName) => current.AddDocument(document, fileName, file.content, filePath: file.filename)));
        solution = state.AdditionalFiles.Aggregate(solution, (current, file) =>
            Add(file, (document, fileName) => current.AddAdditionalDocument(document, fileName, file.content, filePath: file.filename)));
        return state.AnalyzerConfigFiles.Aggregate(solution, (current, file) =>
            Add(file, (document, fileName) => current.AddAnalyzerConfigDocument(document, fileName, file.content, filePath: file.filename)));

        Solution Add((string filename, SourceText content) file, Func<DocumentId, string, Solution> add) =>
            add(DocumentId.CreateNewId(id, file.filename), Path.GetFileName(file.filename));
    }

    private static ReportDiagnostic ToReport(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };
}
