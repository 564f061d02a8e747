using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes;

/// <summary>
/// Base of every fix: finds the reported node and hands it on. A fix asks no analysis again; what it needs came with the diagnostic, in
/// its properties and additional locations. It registers an action only once it knows that the action repairs the program.
/// </summary>
public abstract class ConcurrencyCodeFix : CodeFixProvider
{
    private protected ConcurrencyCodeFix(string diagnosticId) => FixableDiagnosticIds = ImmutableArray.Create(diagnosticId);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => new DefaultedFixAll(FixAll, this);

    /// <summary>How many findings are fixed at once.</summary>
    private protected virtual FixAllProvider FixAll => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        // Some callers hand over whatever the analyzer has found: see DefaultedFixAll.
        foreach (var diagnostic in context.Diagnostics.Where(found => FixableDiagnosticIds.Contains(found.Id)))
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            await RegisterAsync(context, new FixTarget(root, node, diagnostic)).ConfigureAwait(false);
        }
    }

    /// <summary>Registers the actions that repair one finding, default first; none where none of them would.</summary>
    private protected abstract Task RegisterAsync(CodeFixContext context, FixTarget target);

    /// <summary>Registers one action that changes the document the finding is in.</summary>
    private protected static void Register(CodeFixContext context, FixTarget target, string title, string equivalenceKey, Func<CancellationToken, Task<Document>> change) =>
        context.RegisterCodeFix(CodeAction.Create(title, change, equivalenceKey), target.Diagnostic);
}
