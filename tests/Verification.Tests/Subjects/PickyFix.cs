using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It offers nothing for the name "BadForever".</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class PickyFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        name.ValueText == "BadForever" ? [] : [Rename(document, name, "Good")];
}
