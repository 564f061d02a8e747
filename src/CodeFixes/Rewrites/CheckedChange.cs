using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The last guard of a fix that rewrites more than one statement: what did compile must compile afterwards.</summary>
internal static class CheckedChange
{
    /// <returns>Whether the compiler finds no more errors in the changed document than in the old one.</returns>
    public static async Task<bool> IsSoundAsync(Document before, Document after, CancellationToken cancellationToken) =>
        await ErrorsAsync(after, cancellationToken).ConfigureAwait(false) <= await ErrorsAsync(before, cancellationToken).ConfigureAwait(false);

    private static async Task<int> ErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return model?.GetDiagnostics(cancellationToken: cancellationToken).Count(static found => found.Severity == DiagnosticSeverity.Error) ?? 0;
    }
}
