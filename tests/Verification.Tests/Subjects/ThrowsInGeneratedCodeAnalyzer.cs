using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>It throws in generated code, where a test would not look for a throw.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowsInGeneratedCodeAnalyzer : NameAnalyzer
{
    protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze;

    protected override Diagnostic Report(ClassDeclarationSyntax declaration) =>
        declaration.SyntaxTree.ToString().Contains("auto-generated", StringComparison.Ordinal)
            ? throw new InvalidOperationException("thrown in generated code")
            : base.Report(declaration);
}
