using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its Fix All knows no scope but a document.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DocumentFixAllFix : NameFix
{
    public override FixAllProvider? GetFixAllProvider() => new CustomFixAll("Good", atMost: int.MaxValue, FixAllScope.Document);
}
