using System.Collections.Concurrent;
using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>It reports at the end of the compilation, which no editor shows live.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompilationEndAnalyzer : NameAnalyzer
{
    private static readonly DiagnosticDescriptor s_late = CreateRule("T006", customTags: WellKnownDiagnosticTags.CompilationEnd);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_late];

    protected override void Register(AnalysisContext context) =>
        context.RegisterCompilationStartAction(start =>
        {
            var bad = new ConcurrentQueue<ClassDeclarationSyntax>();
            start.RegisterSyntaxNodeAction(node => Collect(bad, (ClassDeclarationSyntax)node.Node), SyntaxKind.ClassDeclaration);
            start.RegisterCompilationEndAction(end => Array.ForEach([.. bad], found => end.ReportDiagnostic(Report(found))));
        });

    private static void Collect(ConcurrentQueue<ClassDeclarationSyntax> bad, ClassDeclarationSyntax declaration)
    {
        if (IsBad(declaration.Identifier))
        {
            bad.Enqueue(declaration);
        }
    }
}
