using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It puts a whole clause into one token.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MalformedTreeFix : NameFix
{
    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Add base", cancel => ReplaceAsync(document, name, "Good : object", cancel), "base")];
}
