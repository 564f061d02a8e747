using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rules.Pools;

/// <summary>A number that is counted up or down, or that something is added to: <c>Interlocked</c> can do that.</summary>
internal static class AtomicChange
{
    /// <returns>The new tree; null where the change is another one, or its result is used.</returns>
    public static SyntaxNode? Of(SyntaxNode root, SyntaxNode variable, SemanticModel model)
    {
        var place = variable.Parent is MemberAccessExpressionSyntax access && access.Name == variable ? access : variable;
        if (place is not ExpressionSyntax number
            || model.GetTypeInfo(number).Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64)
            || place.Parent is not ExpressionSyntax { Parent: ExpressionStatementSyntax or AnonymousFunctionExpressionSyntax or ForStatementSyntax } change)
        {
            return null;
        }

        var call = change switch
        {
            PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => change.Kind() switch
            {
                SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression => $"Interlocked.Increment(ref {number})",
                SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression => $"Interlocked.Decrement(ref {number})",
                _ => null,
            },
            AssignmentExpressionSyntax assignment when assignment.Left == place && !assignment.Right.DescendantNodesAndSelf().Any(node => node.ToString() == number.ToString()) => assignment.Kind() switch
            {
                SyntaxKind.AddAssignmentExpression => $"Interlocked.Add(ref {number}, {assignment.Right})",
                SyntaxKind.SubtractAssignmentExpression => $"Interlocked.Add(ref {number}, {Negated(assignment.Right)})",
                _ => null,
            },
            _ => null,
        };
        return call is null ? null : root.ReplaceNode(change, SyntaxFactory.ParseExpression(call).WithTriviaFrom(change));
    }

    private static string Negated(ExpressionSyntax value) =>
        value is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax ? $"-{value}" : $"-({value})";
}
