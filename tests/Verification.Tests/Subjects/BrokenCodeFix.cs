using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It gives a name that another class may have, and so introduces an error.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class BrokenCodeFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Rename to Taken", cancel => ReplaceAsync(document, name, "Taken", cancel), "taken")];
}
