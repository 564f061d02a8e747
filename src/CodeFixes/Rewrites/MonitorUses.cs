using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The expressions whose monitor a piece of code uses: those of <c>lock</c> statements, and the first arguments of Monitor's methods.</summary>
internal static class MonitorUses
{
    public static IEnumerable<ExpressionSyntax> In(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var inner in node.DescendantNodes())
        {
            if (inner is LockStatementSyntax statement)
            {
                yield return Bare(statement.Expression);
            }
            else if (inner is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call && IsMonitorCall(call, model, cancellationToken))
            {
                yield return Bare(arguments[0].Expression);
            }
        }
    }

    /// <summary>Whether the lock must be a plain object: Monitor's methods take no Lock, and a yield may not stand inside one.</summary>
    public static bool NeedsObject(ExpressionSyntax use)
    {
        SyntaxNode? node = use.Parent;
        while (node is ParenthesizedExpressionSyntax or CastExpressionSyntax)
        {
            node = node.Parent;
        }

        return node is not LockStatementSyntax statement
            || statement.Statement.DescendantNodes(static inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static inner => inner is YieldStatementSyntax);
    }

    private static bool IsMonitorCall(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { ContainingType: { Name: nameof(Monitor), ContainingNamespace.Name: nameof(System.Threading) } };

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;

                case CastExpressionSyntax cast:
                    expression = cast.Expression;
                    break;

                default:
                    return expression;
            }
        }
    }
}
