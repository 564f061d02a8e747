using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Whether code means the same without the lock around it: it reads no member that others may write.</summary>
internal static class SteadyNames
{
    public static bool Only(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken, SyntaxNode? except = null)
    {
        foreach (var name in node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            if (except?.Span.Contains(name.Span) != true && !IsSteady(model.GetSymbolInfo(name, cancellationToken).Symbol, name))
            {
                return false;
            }
        }

        return !node.DescendantNodesAndSelf().Any(static inner => inner is AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax or AwaitExpressionSyntax
            || inner.RawKind is (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression or (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression);
    }

    private static bool IsSteady(ISymbol? symbol, SimpleNameSyntax name) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or ITypeSymbol or INamespaceSymbol => true,
        IFieldSymbol field => field.IsReadOnly || field.IsConst,
        IPropertySymbol property => property.SetMethod is null && property.IsStatic,
        IMethodSymbol method => method.MethodKind == MethodKind.Constructor || name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax,
        _ => false,
    };
}
