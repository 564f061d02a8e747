using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Statements that set up an object before its use: <c>t.IsBackground = true;</c>, <c>p.StartInfo.ArgumentList.Add("x");</c>.</summary>
internal static class Configuration
{
    /// <summary>The last statement of the list that sets up what a name stands for, from an index on.</summary>
    public static StatementSyntax Last(IReadOnlyList<StatementSyntax> statements, int from, ExpressionSyntax name) =>
        statements.Skip(from + 1).LastOrDefault(statement => SetsUp(statement, name)) ?? statements[from];

    public static bool SetsUp(StatementSyntax statement, ExpressionSyntax name) =>
        statement.DescendantNodesAndSelf().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax or ElementAccessExpressionSyntax } assignment => DepthUnder(assignment.Left, name) > 0,

            // Of the object itself, methods that set something; of what it consists of, any.
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } =>
                DepthUnder(access, name) is var depth && (depth > 1 || (depth == 1 && IsSetter(access.Name.Identifier.ValueText))),
            _ => false,
        });

    private static bool IsSetter(string method) => method.StartsWith("Set", StringComparison.Ordinal) || method.StartsWith("TrySet", StringComparison.Ordinal);

    /// <summary>How many members lead from the name to the expression; 0 where it does not begin with the name.</summary>
    private static int DepthUnder(ExpressionSyntax expression, ExpressionSyntax name)
    {
        var depth = 0;
        while (!SyntaxFactory.AreEquivalent(expression, name))
        {
            switch (expression)
            {
                case MemberAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;

                case ElementAccessExpressionSyntax element:
                    expression = element.Expression;
                    break;

                default:
                    return 0;
            }

            depth++;
        }

        return depth;
    }
}
