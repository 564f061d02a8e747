using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Verification.Tests.Subjects;

/// <summary>It fixes the compiler's warning of an obsolete class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CompilerWarningFix : NameFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["CS0612"];

    protected override IEnumerable<CodeAction> Actions(Document document, SyntaxToken name) =>
        [CodeAction.Create("Rename", cancel => ReplaceAsync(document, name, "Good", cancel), "rename")];
}
