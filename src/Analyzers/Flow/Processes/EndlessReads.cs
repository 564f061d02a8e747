using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>Recognises a loop that reads line by line until the stream ends.</summary>
internal static class EndlessReads
{
    /// <summary>Whether the call stands in a loop's condition that compares what was read with null, and nothing leaves the loop before.</summary>
    public static bool IsUntilEnd(SyntaxNode call)
    {
        var test = call.Ancestors().TakeWhile(static node => node is ExpressionSyntax or PatternSyntax).LastOrDefault();
        return test is not null
            && IsTestForNull(test)
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

    private static bool IsTestForNull(SyntaxNode test) => test switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } comparison => comparison.Right.IsKind(SyntaxKind.NullLiteralExpression) || comparison.Left.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax or DeclarationPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => true,
        _ => false,
    };
}
