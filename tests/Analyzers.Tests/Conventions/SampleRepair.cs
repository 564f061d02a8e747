using System.Collections.Immutable;
using Analyzers.Tests.Corpus;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Analyzers.Tests.Conventions;

/// <summary>Applies a rule's default action to the rule's sample, finding after finding, as somebody would who clicks it away.</summary>
internal static class SampleRepair
{
    private const int MaxSteps = 10;

    /// <returns>The sample's text once the rule has nothing more to say.</returns>
    public static async Task<string> RepairAsync(RuleEntry rule, IEnumerable<(string Path, string Text)> sources)
    {
        using var workspace = new AdhocWorkspace();
        var (solution, sample) = Open(workspace, rule, sources);
        for (var step = 0; step < MaxSteps; step++)
        {
            var document = solution.GetDocument(sample)!;
            if (await FirstFindingAsync(rule, document) is not { } finding)
            {
                return (await document.GetTextAsync()).ToString().ReplaceLineEndings("\n");
            }

            var actions = await ActionsAsync(rule, document, finding);
            var operations = await actions[0].GetOperationsAsync(CancellationToken.None);
            solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        }

        throw new InvalidOperationException($"{rule.Id}: after {MaxSteps} applications of the fix the sample still has findings.");
    }

    public static async Task<IReadOnlyList<string?>> EquivalenceKeysAsync(RuleEntry rule, IEnumerable<(string Path, string Text)> sources)
    {
        using var workspace = new AdhocWorkspace();
        var (solution, sample) = Open(workspace, rule, sources);
        var document = solution.GetDocument(sample)!;
        var actions = await ActionsAsync(rule, document, (await FirstFindingAsync(rule, document))!);
        return [.. actions.Select(action => action.EquivalenceKey)];
    }

    private static (Solution Solution, DocumentId Sample) Open(AdhocWorkspace workspace, RuleEntry rule, IEnumerable<(string Path, string Text)> sources)
    {
        var compilation = RuleRunner.CompileWithRuntime(sources);
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Sample",
            "Sample",
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            metadataReferences: compilation.References));
        var solution = project.Solution;
        foreach (var tree in compilation.SyntaxTrees)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), tree.FilePath, SourceText.From(tree.ToString()), filePath: tree.FilePath);
        }

        return (solution, solution.GetDocumentIdsWithFilePath(rule.SamplePath).Single());
    }

    private static async Task<Diagnostic?> FirstFindingAsync(RuleEntry rule, Document document)
    {
        var compilation = await document.Project.GetCompilationAsync();
        return (await CorpusTests.RunAsync(compilation!)).FirstOrDefault(found => found.Id == rule.Id);
    }

    private static async Task<ImmutableArray<CodeAction>> ActionsAsync(RuleEntry rule, Document document, Diagnostic finding)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (var fix in rule.Fixes)
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return actions.ToImmutable();
    }
}
