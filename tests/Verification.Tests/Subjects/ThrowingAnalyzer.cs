using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>It throws where it should report.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowingAnalyzer : NameAnalyzer
{
    protected override Diagnostic Report(ClassDeclarationSyntax declaration) =>
        throw new InvalidOperationException("thrown by the analyzer");
}
