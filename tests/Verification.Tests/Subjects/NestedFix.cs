using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It offers two names in a menu.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NestedFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Rename", [Rename(document, name, "Good"), Rename(document, name, "Fine")], isInlinable: false)];
}
