using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its fixed name is just as bad.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class EndlessFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [Rename(document, name, "Bad" + "Bad")];
}
