using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its Fix All gives other names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class OtherFixAllFix : NameFix
{
    public override FixAllProvider? GetFixAllProvider() => new CustomFixAll("All", atMost: int.MaxValue, FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution);
}
