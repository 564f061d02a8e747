using System.Collections.Immutable;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Verification.Tests.Subjects;

/// <summary>
/// Takes the bad names from <c>words.txt</c> and from the <c>.editorconfig</c> key <c>test.bad_name</c>;
/// reports empty lines of <c>words.txt</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WordListAnalyzer : NameAnalyzer
{
    private static readonly DiagnosticDescriptor s_emptyLine = CreateRule("T005");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule, s_emptyLine];

    protected override void Register(AnalysisContext context)
    {
        context.RegisterAdditionalFileAction(ReportEmptyLines);
        context.RegisterSyntaxNodeAction(ReportNames, SyntaxKind.ClassDeclaration);
    }

    private static void ReportNames(SyntaxNodeAnalysisContext context)
    {
        var declaration = (ClassDeclarationSyntax)context.Node;
        var name = declaration.Identifier.ValueText;
        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Node.SyntaxTree);
        var words = context.Options.AdditionalFiles.SelectMany(file => file.GetText(context.CancellationToken)!.Lines);
        if ((options.TryGetValue("test.bad_name", out var configured) && configured == name)
            || words.Any(line => line.ToString() == name))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, declaration.Identifier.GetLocation(), name));
        }
    }

    private static void ReportEmptyLines(AdditionalFileAnalysisContext context)
    {
        var text = context.AdditionalFile.GetText(context.CancellationToken)!;
        foreach (var line in text.Lines.Where(line => line.Span.IsEmpty))
        {
            var location = Location.Create(context.AdditionalFile.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
            context.ReportDiagnostic(Diagnostic.Create(s_emptyLine, location, "nothing"));
        }
    }
}
