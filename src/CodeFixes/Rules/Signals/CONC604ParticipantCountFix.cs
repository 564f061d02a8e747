using System.Composition;
using System.Globalization;
using ConcurrencyAnalyzers.Rules.Signals;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Signals;

/// <summary>Corrects the number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CONC604ParticipantCountFix))]
[Shared]
public sealed class CONC604ParticipantCountFix() : ConcurrencyCodeFix("CONC604")
{
    internal const string Key = "CONC604_Count";

    private protected override Task RegisterAsync(CodeFixContext context, FixTarget target)
    {
        // A named constant may count something else as well.
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is LiteralExpressionSyntax literal
            && int.TryParse(target.Property(CONC604ParticipantCountAnalyzer.CountProperty), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            var corrected = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(count)).WithTriviaFrom(literal);
            Register(context, target, $"Change to {count}", Key, _ => Task.FromResult(context.Document.WithSyntaxRoot(target.Root.ReplaceNode(literal, corrected))));
        }

        return Task.CompletedTask;
    }
}
