using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Tells by its place in the text whether code runs only sometimes. A loop is taken to have a round.</summary>
internal static class ConditionalCode
{
    /// <summary>Whether a condition inside the outer code decides if the inner code runs.</summary>
    public static bool Is(SyntaxNode code, SyntaxNode outer) => code.Ancestors().TakeWhile(node => node != outer.Parent).Any(node => IsChoiceAround(node, code));

    /// <summary>Whether the first code may have been passed over where the second runs.</summary>
    public static bool IsBetween(SyntaxNode first, SyntaxNode second) =>
        first.Ancestors().TakeWhile(node => !node.Span.Contains(second.Span) && node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => IsChoiceAround(node, first));

    private static bool IsChoiceAround(SyntaxNode node, SyntaxNode code) => node switch
    {
        IfStatementSyntax choice => !choice.Condition.Span.Contains(code.Span),
        ConditionalExpressionSyntax choice => !choice.Condition.Span.Contains(code.Span),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } choice => choice.Right.Span.Contains(code.Span),
        SwitchStatementSyntax choice => !choice.Expression.Span.Contains(code.Span),
        SwitchExpressionArmSyntax or CatchClauseSyntax => true,
        _ => false,
    };
}
