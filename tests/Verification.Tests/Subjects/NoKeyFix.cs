using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its offer has no equivalence key.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NoKeyFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Rename", cancel => ReplaceAsync(document, name, "Good", cancel))];
}
