using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its offer changes nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NothingFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Do nothing", _ => Task.FromResult(document), "nothing")];
}
