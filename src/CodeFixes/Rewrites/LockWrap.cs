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
                return method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, method.SemicolonToken)).WithAdditionalAnnotations(Formatter.Annotation);

            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function:
                return function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, function.SemicolonToken)).WithAdditionalAnnotations(Formatter.Annotation);

            case AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor:
                return accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body(arrow, accessor.SemicolonToken)).WithAdditionalAnnotations(Formatter.Annotation);

            default:
                return null;
        }

        BlockSyntax Body(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) => Block(wrap(StatementFrom(arrow.Expression)), lineEnd).WithTrailingTrivia(semicolon.TrailingTrivia);
    }

    private static ExpressionStatementSyntax StatementFrom(ExpressionSyntax expression) => SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());

    private static BlockSyntax Block(StatementSyntax statement, SyntaxTrivia lineEnd) =>
        SyntaxFactory.Block(statement.WithTrailingTrivia(lineEnd)).WithAdditionalAnnotations(Formatter.Annotation);
}
