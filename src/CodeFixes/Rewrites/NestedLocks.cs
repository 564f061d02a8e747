using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>A lock statement that contains nothing but another one.</summary>
internal sealed class NestedLocks
{
    private readonly LockStatementSyntax outer;
    private readonly LockStatementSyntax inner;

    private NestedLocks(LockStatementSyntax outer, LockStatementSyntax inner)
    {
        this.outer = outer;
        this.inner = inner;
    }

    /// <param name="held">What the outer statement locks.</param>
    /// <param name="wanted">What the inner statement locks.</param>
    /// <returns>Null where there is anything between the two, or one of them calls something to find its lock.</returns>
    public static NestedLocks? Of(SyntaxNode? held, SyntaxNode wanted)
    {
        if (LockOf(wanted) is not { } inner || held is null || LockOf(held) is not { } outer || !IsPlain(inner.Expression) || !IsPlain(outer.Expression))
        {
            return null;
        }

        var around = inner.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : inner.Parent;
        return around == outer && !outer.ContainsDirectives ? new(outer, inner) : null;
    }

    public IReadOnlyList<ExpressionSyntax> Locks => [outer.Expression, inner.Expression];

    /// <summary>The two locks change places.</summary>
    public SyntaxNode Swap(SyntaxNode root) => root.ReplaceNodes(
        Locks,
        (original, _) => original == outer.Expression ? inner.Expression.WithTriviaFrom(original) : outer.Expression.WithTriviaFrom(original));

    /// <summary>One using statement takes both.</summary>
    public SyntaxNode TakeTogether(SyntaxNode root)
    {
        var acquire = SyntaxFactory.ParseExpression($"LockSet.AcquireAll({outer.Expression.WithoutTrivia()}, {inner.Expression.WithoutTrivia()})");
        var together = SyntaxFactory.UsingStatement(null, acquire, inner.Statement)
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(outer.LockKeyword.TrailingTrivia))
            .WithCloseParenToken(inner.CloseParenToken)
            .WithLeadingTrivia(outer.GetLeadingTrivia().AddRange(Comments(inner)))
            .WithTrailingTrivia(outer.GetTrailingTrivia());
        return root.ReplaceNode(outer, inner.Parent == outer && inner.Statement is BlockSyntax ? together : together.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>The using statement cannot stand in a method that suspends itself.</summary>
    public bool IsInPlainMethod
    {
        get
        {
            foreach (var node in outer.Ancestors())
            {
                switch (node)
                {
                    case AnonymousFunctionExpressionSyntax lambda:
                        return lambda.AsyncKeyword.RawKind == 0;

                    case LocalFunctionStatementSyntax function:
                        return !function.Modifiers.Any(SyntaxKind.AsyncKeyword) && !HasYield(function);

                    case MemberDeclarationSyntax member:
                        return !member.Modifiers.Any(SyntaxKind.AsyncKeyword) && !HasYield(member);
                }
            }

            return false;
        }
    }

    private static bool HasYield(SyntaxNode function) => function.DescendantNodes().OfType<YieldStatementSyntax>().Any();

    private static LockStatementSyntax? LockOf(SyntaxNode expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax around)
        {
            expression = around;
        }

        return expression is LockStatementSyntax itself ? itself : expression.Parent is LockStatementSyntax statement && statement.Expression == expression ? statement : null;
    }

    private static bool IsPlain(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().All(static node => node is IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax or GenericNameSyntax or TypeArgumentListSyntax or PredefinedTypeSyntax);

    private static SyntaxTriviaList Comments(LockStatementSyntax inner) =>
        inner.GetLeadingTrivia().Any(static part => !part.IsKind(SyntaxKind.WhitespaceTrivia) && !part.IsKind(SyntaxKind.EndOfLineTrivia)) ? inner.GetLeadingTrivia() : default;
}
