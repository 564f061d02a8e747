using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The one method that can be made asynchronous without a change anywhere else: the program's entry, which nobody calls.</summary>
internal static class AsyncMain
{
    /// <returns>Null where the node stands in another function.</returns>
    public static MethodDeclarationSyntax? Around(SyntaxNode node, SemanticModel model)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return null;

                case MethodDeclarationSyntax { Identifier.ValueText: "Main", Body: not null, ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } method
                    when model.GetDeclaredSymbol(method) is { IsStatic: true, IsAsync: false } main && SymbolEqualityComparer.Default.Equals(model.Compilation.GetEntryPoint(CancellationToken.None), main):
                    return method;

                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <param name="root">Tracks the other nodes.</param>
    /// <param name="main">The entry.</param>
    /// <param name="old">An expression in it.</param>
    /// <param name="awaited">What takes its place.</param>
    public static SyntaxNode Make(SyntaxNode root, MethodDeclarationSyntax main, ExpressionSyntax old, ExpressionSyntax awaited)
    {
        root = root.ReplaceNode(root.GetCurrentNode(old)!, awaited);
        var current = root.GetCurrentNode(main)!;
        var asynchronous = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return root.ReplaceNode(current, current
            .WithReturnType(SyntaxFactory.IdentifierName("Task").WithTriviaFrom(current.ReturnType))
            .WithModifiers(current.Modifiers.Add(asynchronous)));
    }
}
