using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.CodeFixes;

/// <summary>Takes a fix's default action where the caller does not say which one it wants.</summary>
/// <remarks>
/// <c>dotnet format</c> finds out the action from the first diagnostic of an analyzer, whatever its id. Ours has all ids, so this first one is
/// mostly another rule's, and no action is named.
/// </remarks>
internal sealed class DefaultedFixAll(FixAllProvider inner, CodeFixProvider fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => inner.GetSupportedFixAllScopes();

    public override IEnumerable<string> GetSupportedFixAllDiagnosticIds(CodeFixProvider originalCodeFixProvider) => inner.GetSupportedFixAllDiagnosticIds(originalCodeFixProvider);

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        if (fixAllContext.CodeActionEquivalenceKey is not null)
        {
            return await inner.GetFixAsync(fixAllContext).ConfigureAwait(false);
        }

        return await DefaultKeyAsync(fixAllContext).ConfigureAwait(false) is { } key
            ? await inner.GetFixAsync(WithKey(fixAllContext, key)).ConfigureAwait(false)
            : null;
    }

    /// <summary>The key of the first action that is offered for any of the findings.</summary>
    private async Task<string?> DefaultKeyAsync(FixAllContext context)
    {
        foreach (var diagnostic in await DiagnosticsAsync(context).ConfigureAwait(false))
        {
            string? key = null;
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document)
            {
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => key ??= action.EquivalenceKey, context.CancellationToken)).ConfigureAwait(false);
            }

            if (key is not null)
            {
                return key;
            }
        }

        return null;
    }

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        if (context is { Scope: FixAllScope.Document, Document: { } document })
        {
            return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
        }

        var all = new List<Diagnostic>();
        foreach (var project in context.Scope == FixAllScope.Project ? [context.Project] : context.Solution.Projects)
        {
            all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        }

        return all;
    }

    private static FixAllContext WithKey(FixAllContext context, string key) => context.Document is { } document
        ? new(document, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, new SameDiagnostics(context), context.CancellationToken)
        : new(context.Project, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, new SameDiagnostics(context), context.CancellationToken);

    private sealed class SameDiagnostics(FixAllContext context) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetProjectDiagnosticsAsync(project).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
    }
}
