using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It offers nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NoOfferFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [];
}
