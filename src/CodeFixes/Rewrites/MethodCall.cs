using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Calls without arguments on something that has a name.</summary>
internal static class MethodCall
{
    public static InvocationExpressionSyntax Of(ExpressionSyntax receiver, string method) =>
        SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver.WithoutTrivia(), SyntaxFactory.IdentifierName(method)));

    public static ExpressionStatementSyntax Statement(ExpressionSyntax receiver, string method) => SyntaxFactory.ExpressionStatement(Of(receiver, method));

    /// <summary>Whether the expression can be said twice and means the same.</summary>
    public static bool IsName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsName(access.Expression),
        _ => false,
    };
}
