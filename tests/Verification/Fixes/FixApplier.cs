using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Applies a code action as an editor does, then parses the changed documents afresh.</summary>
internal sealed class FixApplier(SyntaxTreeComparer comparer, IVerifier verifier)
{
    public async Task<Project> ApplyAsync(Project project, CodeAction action, CancellationToken cancellationToken)
    {
        // Formatting, simplification and added usings are part of the operations: CodeAction does them after the fix itself.
        var operations = await action.GetOperationsAsync(cancellationToken);
        if (operations.OfType<ApplyChangesOperation>().ToList() is not [var operation])
        {
            verifier.Fail($"'{action.Title}' must have exactly one {nameof(ApplyChangesOperation)}.");
            return project;
        }

        var solution = operation.ChangedSolution;
        var changes = solution.GetChanges(project.Solution).GetProjectChanges().ToList();
        var changed = changes.Any(change => HasOtherChanges(change, solution));
        foreach (var id in changes.SelectMany(change => change.GetChangedDocuments().Concat(change.GetAddedDocuments())))
        {
            var before = project.Solution.GetDocument(id) is { } old ? await old.GetTextAsync(cancellationToken) : null;
            var built = solution.GetDocument(id)!;
            var text = await built.GetTextAsync(cancellationToken);
            changed |= before is null || !before.ContentEquals(text);
            solution = await ReparseAsync(solution, built, text, action, cancellationToken);
        }

        verifier.True(changed, $"'{action.Title}' is offered but changes nothing.");
        return solution.GetProject(project.Id)!;
    }

    private static bool HasOtherChanges(ProjectChanges change, Solution solution) =>
        change.GetRemovedDocuments().Any()
        || change.GetAddedAdditionalDocuments().Any()
        || change.GetRemovedAdditionalDocuments().Any()
        || change.GetAddedAnalyzerConfigDocuments().Any()
        || change.GetRemovedAnalyzerConfigDocuments().Any()
        || change.GetChangedAdditionalDocuments().Concat(change.GetChangedAnalyzerConfigDocuments())
            .Any(id => Text(solution, id) != Text(change.OldProject.Solution, id));

    private static string? Text(Solution solution, DocumentId id) =>
        (solution.GetAdditionalDocument(id) ?? solution.GetAnalyzerConfigDocument(id))?.TryGetText(out var text) == true ? text.ToString() : null;

    private async Task<Solution> ReparseAsync(
        Solution solution, Document built, SourceText text, CodeAction action, CancellationToken cancellationToken)
    {
        // A new text rather than a changed one, so that nothing of the built tree is reused by incremental parsing.
        var fresh = SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm);
        var parsed = solution.WithDocumentText(built.Id, fresh);
        var builtRoot = await built.GetSyntaxRootAsync(cancellationToken);
        var parsedRoot = await parsed.GetDocument(built.Id)!.GetSyntaxRootAsync(cancellationToken);
        if (builtRoot is not null && parsedRoot is not null && comparer.Difference(builtRoot, parsedRoot) is { } difference)
        {
            verifier.Fail($"The syntax tree that '{action.Title}' built is not the one that its text parses to: {difference}.\n\n{text}");
        }

        return parsed;
    }
}
