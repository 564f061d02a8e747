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

    /// <summary>Whether the read begins a round of <c>while (true)</c> that only <c>if (line == null) break;</c> right behind it ends.</summary>
    public static bool IsUntilNull(SyntaxNode read)
    {
        if (read.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: [{ Initializer.Value: { } value } variable], Parent: BlockSyntax { Parent: WhileStatementSyntax { Condition: LiteralExpressionSyntax } loop } block } statement
            || !value.Span.Contains(read.Span)
            || block.Statements.IndexOf(statement) + 1 is var next && next >= block.Statements.Count
            || block.Statements[next] is not IfStatementSyntax { Else: null, Statement: var exit } test
            || (exit is BlockSyntax { Statements: [var only] } ? only : exit) is not BreakStatementSyntax
            || !IsTestForEnd(test.Condition, variable.Identifier.ValueText))
        {
            return false;
        }

        return loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Count(static node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax) == 1;
    }

    private static bool IsTestForEnd(ExpressionSyntax condition, string variable) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: IdentifierNameSyntax name } comparison => name.Identifier.ValueText == variable && comparison.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } => name.Identifier.ValueText == variable,
        _ => false,
    };

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
