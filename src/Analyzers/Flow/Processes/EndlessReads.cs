using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>Recognises a loop that reads line by line until the stream ends.</summary>
internal static class EndlessReads
{
    /// <summary>Whether the read, or the question for the end, is a loop's condition, and nothing leaves the loop before.</summary>
    public static bool IsUntilEnd(SyntaxNode read)
    {
        var test = read.Ancestors().TakeWhile(static node => node is ExpressionSyntax or PatternSyntax).LastOrDefault();
        return test is not null
            && IsTestForMore(test)
            && BodyOf(test) is { } body
            && !body.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
                .Any(static node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax);
    }

    private static StatementSyntax? BodyOf(SyntaxNode test) => test.Parent switch
    {
        WhileStatementSyntax loop when loop.Condition == test => loop.Statement,
        ForStatementSyntax loop when loop.Condition == test => loop.Statement,
        _ => null,
    };

    private static bool IsTestForMore(SyntaxNode test) => test switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax } => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: MemberAccessExpressionSyntax } comparison => comparison.Right.IsKind(SyntaxKind.FalseLiteralExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } comparison => comparison.Right.IsKind(SyntaxKind.NullLiteralExpression) || comparison.Left.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax or DeclarationPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => true,
        _ => false,
    };
}
