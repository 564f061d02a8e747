using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It offers two names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TwoWaysFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [Rename(document, name, "Good"), Rename(document, name, "Fine")];
}
