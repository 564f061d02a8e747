using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its Fix All does nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class EmptyFixAllFix : NameFix
{
    public override FixAllProvider? GetFixAllProvider() => new CustomFixAll("Good", atMost: 0, FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution);
}
