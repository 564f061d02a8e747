using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Whether code has no instance of its type.</summary>
internal static class StaticContext
{
    public static bool IsStatic(SyntaxNode node) => node.Ancestors().TakeWhile(static ancestor => ancestor is not TypeDeclarationSyntax).Any(static ancestor => ancestor switch
    {
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    });
}
