using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It fixes a diagnostic that no editor shows live.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CompilationEndFix : NameFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["T006"];
}
