using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>Its Fix All fixes one name at a time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SlowFixAllFix : NameFix
{
    public override FixAllProvider? GetFixAllProvider() => new CustomFixAll("Good", atMost: 1, FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution);
}
