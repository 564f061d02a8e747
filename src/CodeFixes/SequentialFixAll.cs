using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes;

/// <summary>
/// Fixes all findings of a document one after the other, each in the text that the one before has left. For fixes whose changes touch each
/// other's places, so that they cannot be made side by side and merged.
/// </summary>
internal sealed class SequentialFixAll(CodeFixProvider fix) : DocumentBasedFixAllProvider
{
    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancellationToken = fixAllContext.CancellationToken;
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        var places = new MarkedPlaces(root);
        document = document.WithSyntaxRoot(places.Mark(diagnostics));
        foreach (var diagnostic in diagnostics)
        {
            var current = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (places.Move(diagnostic, current!) is { } moved)
            {
                document = await ApplyAsync(document, moved, fixAllContext.CodeActionEquivalenceKey, cancellationToken).ConfigureAwait(false);
            }
        }

        return document;
    }

    private async Task<Document> ApplyAsync(Document document, Diagnostic diagnostic, string? equivalenceKey, CancellationToken cancellationToken)
    {
        CodeAction? chosen = null;
        var context = new CodeFixContext(
            document,
            diagnostic,
            (action, _) => chosen ??= action.EquivalenceKey == equivalenceKey ? action : null,
            cancellationToken);
        await fix.RegisterCodeFixesAsync(context).ConfigureAwait(false);
        if (chosen is null)
        {
            return document;
        }

        var operations = await chosen.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        return operations.OfType<ApplyChangesOperation>().FirstOrDefault()?.ChangedSolution.GetDocument(document.Id) ?? document;
    }
}
