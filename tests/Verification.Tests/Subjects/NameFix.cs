using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Verification.Tests.Subjects;

/// <summary>Renames "Bad…" to "Good…"; the code fixes under test differ in one detail each.</summary>
public abstract class NameFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [NameAnalyzer.Id];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken);
        foreach (var action in Actions(context.Document, root!.FindToken(context.Span.Start)))
        {
            context.RegisterCodeFix(action, context.Diagnostics);
        }
    }

    protected virtual IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) => [Rename(document, name, "Good")];

    /// <summary>An action that replaces the "Bad" in a name.</summary>
    protected static CodeAction Rename(Document document, SyntaxToken name, string prefix) =>
        CodeAction.Create($"Rename to {prefix}", cancel => ReplaceAsync(document, name, prefix + name.ValueText[3..], cancel), prefix);

    protected static async Task<Document> ReplaceAsync(Document document, SyntaxToken name, string text, CancellationToken cancel)
    {
        var root = await document.GetSyntaxRootAsync(cancel);
        return document.WithSyntaxRoot(root!.ReplaceToken(name, SyntaxFactory.Identifier(text).WithTriviaFrom(name)));
    }
}
