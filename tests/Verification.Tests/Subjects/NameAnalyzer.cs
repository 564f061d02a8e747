using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>Reports classes whose name starts with "Bad"; the analyzers under test differ in one detail each.</summary>
public abstract class NameAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "T001";

    protected static readonly DiagnosticDescriptor Rule = CreateRule(Id);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        Register(context);
    }

    protected static DiagnosticDescriptor CreateRule(string id, bool isEnabledByDefault = true, params string[] customTags) =>
        new(id, "Bad name", "'{0}' is a bad name", "Test", DiagnosticSeverity.Warning, isEnabledByDefault, customTags: customTags);

    protected static bool IsBad(SyntaxToken name) => name.ValueText.StartsWith("Bad", StringComparison.Ordinal);

    protected virtual void Register(AnalysisContext context) => context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.ClassDeclaration);

    protected virtual Diagnostic Report(ClassDeclarationSyntax declaration) =>
        Diagnostic.Create(SupportedDiagnostics[0], declaration.Identifier.GetLocation(), declaration.Identifier.ValueText);

    private void Analyze(SyntaxNodeAnalysisContext context)
    {
        var declaration = (ClassDeclarationSyntax)context.Node;
        if (IsBad(declaration.Identifier))
        {
            context.ReportDiagnostic(Report(declaration));
        }
    }
}
