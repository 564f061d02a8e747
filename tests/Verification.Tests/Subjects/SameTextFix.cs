using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its offer replaces the name by the same name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SameTextFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Replace by the same", cancel => ReplaceAsync(document, name, name.ValueText, cancel), "same")];
}
