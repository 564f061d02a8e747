using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Expressions that have the same value, and no effect, wherever they are evaluated, as long as their variables keep theirs.</summary>
internal static class FixedValues
{
    public static bool IsFixed(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax or SizeOfExpressionSyntax => true,
        ParenthesizedExpressionSyntax inner => IsFixed(inner.Expression, model),
        CastExpressionSyntax cast => IsFixed(cast.Expression, model),
        PrefixUnaryExpressionSyntax unary => !unary.IsKind(SyntaxKind.PreIncrementExpression) && !unary.IsKind(SyntaxKind.PreDecrementExpression) && IsFixed(unary.Operand, model),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => IsFixed(forgiven.Operand, model),
        BinaryExpressionSyntax binary => IsFixed(binary.Left, model) && IsFixed(binary.Right, model),
        ConditionalExpressionSyntax choice => IsFixed(choice.Condition, model) && IsFixed(choice.WhenTrue, model) && IsFixed(choice.WhenFalse, model),
        InterpolatedStringExpressionSyntax text => text.Contents.All(part => part is not InterpolationSyntax hole || IsFixed(hole.Expression, model)),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => true,
        BaseObjectCreationExpressionSyntax creation => IsFixed(creation, model),
        SimpleNameSyntax or MemberAccessExpressionSyntax => IsFixedName(expression, model),
        _ => false,
    };

    private static bool IsFixed(BaseObjectCreationExpressionSyntax creation, SemanticModel model) =>
        model.GetSymbolInfo(creation).Symbol is { DeclaringSyntaxReferences.IsEmpty: true }
        && (creation.ArgumentList?.Arguments.All(argument => argument.RefKindKeyword.RawKind == 0 && IsFixed(argument.Expression, model)) ?? true)
        && (creation.Initializer?.Expressions.All(item => item is AssignmentExpressionSyntax { Right: var value } ? IsFixed(value, model) : IsFixed(item, model)) ?? true);

    private static bool IsFixedName(ExpressionSyntax name, SemanticModel model) => model.GetSymbolInfo(name).Symbol switch
    {
        ILocalSymbol { IsConst: true } => true,

        // Somebody else may write a variable that a lambda has captured, the started body above all.
        ILocalSymbol { RefKind: RefKind.None } local => !IsCaptured(local, name, model),
        IParameterSymbol { RefKind: RefKind.None } parameter => !IsCaptured(parameter, name, model),
        IFieldSymbol { IsConst: true } => true,
        IFieldSymbol { IsReadOnly: true, IsStatic: true } => true,
        IFieldSymbol { IsReadOnly: true } => name is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
        _ => false,
    };

    private static bool IsCaptured(ISymbol variable, SyntaxNode use, SemanticModel model)
    {
        var body = use.Ancestors().FirstOrDefault(static node => node is BlockSyntax { Parent: BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax });
        return body is null
            ? use.SyntaxTree.GetRoot().DescendantNodes().Any(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
                && node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Name))
            : model.AnalyzeDataFlow(body) is not { Succeeded: true } flow || flow.Captured.Contains(variable, SymbolEqualityComparer.Default);
    }
}
