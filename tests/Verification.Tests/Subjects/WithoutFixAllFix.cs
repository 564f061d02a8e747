using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It has no Fix All.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WithoutFixAllFix : NameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;
}
