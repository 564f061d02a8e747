using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Expressions that have no side effect and may be evaluated on another thread.</summary>
internal static class SimpleExpressions
{
    public static bool MayMoveIntoLambda(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        LiteralExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax => IsPlain(expression, model),
        ParenthesizedExpressionSyntax inner => MayMoveIntoLambda(inner.Expression, model),
        BinaryExpressionSyntax binary => MayMoveIntoLambda(binary.Left, model) && MayMoveIntoLambda(binary.Right, model),
        CastExpressionSyntax cast => MayMoveIntoLambda(cast.Expression, model),
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [var index] } element => MayMoveIntoLambda(element.Expression, model) && MayMoveIntoLambda(index.Expression, model),
        _ => false,
    };

    private static bool IsPlain(ExpressionSyntax expression, SemanticModel model)
    {
        if (expression is MemberAccessExpressionSyntax { Expression: { } receiver } && receiver is not ThisExpressionSyntax && model.GetSymbolInfo(receiver).Symbol is not INamespaceOrTypeSymbol && !MayMoveIntoLambda(receiver, model))
        {
            return false;
        }

        return model.GetSymbolInfo(expression).Symbol switch
        {
            ILocalSymbol local => !local.IsRef && !local.Type.IsRefLikeType,
            IParameterSymbol parameter => parameter.RefKind == RefKind.None && !parameter.Type.IsRefLikeType,
            IFieldSymbol field => field.IsStatic || !field.ContainingType.IsValueType || expression is MemberAccessExpressionSyntax,
            IPropertySymbol property => property.Name is "Length" or "Count",
            _ => false,
        };
    }
}
