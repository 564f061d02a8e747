using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Puts a new statement before an expression: it runs whenever the expression is about to be evaluated, and right before.</summary>
internal static class StatementInsertion
{
    /// <returns>The new tree; null where the expression is not what its statement begins with on every path.</returns>
    public static SyntaxNode? Before(SyntaxNode root, ExpressionSyntax place, StatementSyntax added)
    {
        for (SyntaxNode node = place; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ArrowExpressionClauseSyntax arrow:
                    return BeforeArrow(root, arrow, added);

                case AnonymousFunctionExpressionSyntax { ExpressionBody: not null } lambda:
                    return BeforeLambda(root, lambda, added);

                case StatementSyntax statement:
                    return IsEvaluatedOnce(statement, node) ? Before(root, statement, added) : null;

                case ConditionalExpressionSyntax choice when choice.Condition != node:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary when binary.Left != node:
                case SwitchExpressionArmSyntax:
                case QueryClauseSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Puts the new statement before a statement; one that stands alone gets a block.</summary>
    public static SyntaxNode Before(SyntaxNode root, StatementSyntax statement, StatementSyntax added)
    {
        var lineEnd = SyntaxFactory.TriviaList(LineEnding.Of(root));
        if (StatementList.Around(statement) is not { } list)
        {
            return root.ReplaceNode(statement, Block(added, statement.WithoutTrivia(), lineEnd).WithTriviaFrom(statement));
        }

        var (gap, own) = Lines.Split(statement.GetLeadingTrivia());
        var statements = list.Statements.ToList();
        var index = list.IndexOf(statement);
        var isInLine = Lines.IsInLine(statement);
        statements[index] = statement.WithLeadingTrivia(isInLine ? default : own);
        statements.Insert(index, added
            .WithLeadingTrivia(isInLine ? statement.GetLeadingTrivia() : gap.AddRange(Lines.Indentation(statement)))
            .WithTrailingTrivia(isInLine ? SyntaxFactory.TriviaList(SyntaxFactory.Space) : lineEnd));
        return list.Replace(root, statements);
    }

    /// <summary>Puts the new statement behind a statement that stands in a list, on a line of its own where that one has a line of its own.</summary>
    public static SyntaxNode After(SyntaxNode root, StatementSyntax statement, StatementSyntax added)
    {
        var list = StatementList.Around(statement)!.Value;
        var statements = list.Statements.ToList();
        var index = list.IndexOf(statement);
        var hasLineEnd = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var sharesLine = Lines.IsInLine(statement) || (!hasLineEnd && index + 1 < statements.Count);
        if (sharesLine)
        {
            added = added.WithLeadingTrivia().WithTrailingTrivia(statement.GetTrailingTrivia());
            statements[index] = statement.WithTrailingTrivia(SyntaxFactory.Space);
        }
        else
        {
            // Not elastic, which would take the empty line that follows away.
            var lineEnd = SyntaxFactory.EndOfLine(LineEnding.Of(root).ToString());
            added = added.WithLeadingTrivia(Lines.Indentation(statement)).WithTrailingTrivia(lineEnd);
            statements[index] = hasLineEnd ? statement : statement.WithTrailingTrivia(lineEnd);
        }

        statements.Insert(index + 1, added);
        return list.Replace(root, statements);
    }

    /// <summary>A loop evaluates its condition again and again; every other statement evaluates what it begins with once.</summary>
    private static bool IsEvaluatedOnce(StatementSyntax statement, SyntaxNode inner) => statement switch
    {
        ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax => true,
        IfStatementSyntax branch => branch.Condition == inner,
        SwitchStatementSyntax choice => choice.Expression == inner,
        CommonForEachStatementSyntax loop => loop.Expression == inner,
        UsingStatementSyntax scope => scope.Expression == inner || scope.Declaration == inner,
        LockStatementSyntax scope => scope.Expression == inner,
        _ => false,
    };

    private static SyntaxNode? BeforeArrow(SyntaxNode root, ArrowExpressionClauseSyntax arrow, StatementSyntax added)
    {
        var lineEnd = SyntaxFactory.TriviaList(LineEnding.Of(root));
        return arrow.Parent switch
        {
            MethodDeclarationSyntax method => Replace(method, method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(method.SemicolonToken, Yields(method.ReturnType, method.Modifiers)))),
            LocalFunctionStatementSyntax function => Replace(function, function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(function.SemicolonToken, Yields(function.ReturnType, function.Modifiers)))),
            ConstructorDeclarationSyntax constructor => Replace(constructor, constructor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(constructor.SemicolonToken, yields: false))),
            AccessorDeclarationSyntax accessor => Replace(accessor, accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))),
            _ => null,
        };

        SyntaxNode Replace(SyntaxNode member, SyntaxNode with) => root.ReplaceNode(member, with.WithAdditionalAnnotations(Formatter.Annotation));

        BlockSyntax Body(SyntaxToken semicolon, bool yields) =>
            Block(added, Last(arrow.Expression, yields), lineEnd).WithTrailingTrivia(semicolon.TrailingTrivia);
    }

    private static SyntaxNode? BeforeLambda(SyntaxNode root, AnonymousFunctionExpressionSyntax lambda, StatementSyntax added)
    {
        // Whether the value counts is only known where the lambda is a statement's own business: an await yields none.
        if (lambda is not LambdaExpressionSyntax { ExpressionBody: { } body } expression || body is not AwaitExpressionSyntax)
        {
            return null;
        }

        var block = Block(added, Last(body, yields: false), SyntaxFactory.TriviaList(LineEnding.Of(root))).WithTriviaFrom(body);
        return root.ReplaceNode(lambda, expression.WithExpressionBody(null).WithBlock(block).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>Whether an expression body's value is what the member returns.</summary>
    private static bool Yields(TypeSyntax returned, SyntaxTokenList modifiers) =>
        returned is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        && !(modifiers.Any(SyntaxKind.AsyncKeyword) && returned is not GenericNameSyntax and not QualifiedNameSyntax { Right: GenericNameSyntax });

    private static StatementSyntax Last(ExpressionSyntax expression, bool yields) => yields
        ? SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression.WithoutTrivia(), SyntaxFactory.Token(SyntaxKind.SemicolonToken))
        : SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());

    private static BlockSyntax Block(StatementSyntax first, StatementSyntax second, SyntaxTriviaList lineEnd) =>
        SyntaxFactory.Block(first.WithTrailingTrivia(lineEnd), second.WithTrailingTrivia(lineEnd)).WithAdditionalAnnotations(Formatter.Annotation);
}
