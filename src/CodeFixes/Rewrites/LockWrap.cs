using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Puts the statement around an expression into a <c>lock</c>, or into what takes another sort of lock.</summary>
internal static class LockWrap
{
    /// <summary>The statement that can be locked as a whole; a lambda's or member's expression body becomes one first.</summary>
    public static SyntaxNode? StatementOf(ExpressionSyntax expression) => expression.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } lambda when body == expression => lambda,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.SetAccessorDeclaration } } arrow => arrow.Parent,
        _ => null,
    };

    /// <summary>The smallest statement around a use that can run under a lock as a whole, or the member whose expression body it stands in.</summary>
    public static SyntaxNode? Around(SyntaxNode use)
    {
        for (var node = use; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case ExpressionStatementSyntax or ReturnStatementSyntax or CommonForEachStatementSyntax:
                    return node;

                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax }:
                    return node.Parent;

                case StatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The statement under a lock on the expression.</summary>
    public static StatementSyntax Lock(StatementSyntax statement, ExpressionSyntax gate, SyntaxTrivia lineEnd) =>
        SyntaxFactory.LockStatement(gate, Block(statement, lineEnd)).WithAdditionalAnnotations(Formatter.Annotation);

    /// <param name="place">What <see cref="StatementOf"/> found.</param>
    /// <param name="wrap">Makes the locked statement of the bare one.</param>
    /// <param name="lineEnd">The file's.</param>
    public static SyntaxNode? Apply(SyntaxNode place, Func<StatementSyntax, StatementSyntax> wrap, SyntaxTrivia lineEnd)
    {
        switch (place)
        {
            case StatementSyntax statement and not LocalFunctionStatementSyntax:
                return wrap(statement.WithoutTrivia()).WithTriviaFrom(statement);

            case LambdaExpressionSyntax { ExpressionBody: { } body } lambda:
                return lambda.WithExpressionBody(null).WithBlock(Block(wrap(StatementFrom(body)), lineEnd).WithTriviaFrom(body)).WithAdditionalAnnotations(Formatter.Annotation);

            case MethodDeclarationSyntax { ExpressionBody: { } arrow } method:
                return Format(method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, method.SemicolonToken, Yields(method.ReturnType, method.Modifiers))));

            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function:
                return Format(function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, function.SemicolonToken, Yields(function.ReturnType, function.Modifiers))));

            case AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor:
                return Format(accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration))));

            case PropertyDeclarationSyntax { ExpressionBody: { } arrow } property:
                return Format(property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, property.SemicolonToken)));

            case IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer:
                return Format(indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, indexer.SemicolonToken)));

            default:
                return null;
        }

        BlockSyntax Body(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, bool yields) =>
            Block(wrap(yields ? ReturnOf(arrow.Expression) : StatementFrom(arrow.Expression)), lineEnd).WithTrailingTrivia(semicolon.TrailingTrivia);

        AccessorListSyntax Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) =>
            SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, Block(wrap(ReturnOf(arrow.Expression)), lineEnd).WithTrailingTrivia(lineEnd))))
                .WithTrailingTrivia(semicolon.TrailingTrivia);

        static SyntaxNode Format(SyntaxNode node) => node.WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool Yields(TypeSyntax returned, SyntaxTokenList modifiers) =>
        returned is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } && !modifiers.Any(SyntaxKind.AsyncKeyword);

    private static ReturnStatementSyntax ReturnOf(ExpressionSyntax expression) => SyntaxFactory.ReturnStatement(
        SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression.WithoutTrivia(), SyntaxFactory.Token(SyntaxKind.SemicolonToken));

    private static ExpressionStatementSyntax StatementFrom(ExpressionSyntax expression) => SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());

    private static BlockSyntax Block(StatementSyntax statement, SyntaxTrivia lineEnd) =>
        SyntaxFactory.Block(statement.WithTrailingTrivia(lineEnd)).WithAdditionalAnnotations(Formatter.Annotation);
}
