using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Verification.Tests.Subjects;

/// <summary>It builds a comment without line end, which swallows the code behind it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class AddCommentFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Add comment", cancel => AddAsync(document, name, cancel), "comment")];

    private static async Task<Document> AddAsync(Document document, SyntaxToken name, CancellationToken cancel)
    {
        var root = await document.GetSyntaxRootAsync(cancel);
        var commented = SyntaxFactory.Identifier("Good").WithTrailingTrivia(SyntaxFactory.Comment("// was bad"));
        return document.WithSyntaxRoot(root!.ReplaceToken(name, commented));
    }
}
