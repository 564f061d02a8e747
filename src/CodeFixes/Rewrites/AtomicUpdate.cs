using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>The call of Interlocked that does what an update does in several steps.</summary>
internal static class AtomicUpdate
{
    /// <returns>Null where Interlocked has no such operation, or cannot take the variable by reference.</returns>
    public static ExpressionSyntax? Of(ExpressionSyntax step, SemanticModel model)
    {
        if (TargetOf(step) is not { } target || !IsReferable(target, model) || model.GetTypeInfo(target).Type is not { } type || IsChecked(step, model))
        {
            return null;
        }

        var isValue = IsValue(step, model);
        var call = step switch
        {
            PrefixUnaryExpressionSyntax prefix => Call(prefix.IsKind(SyntaxKind.PreIncrementExpression) ? "Increment" : "Decrement", target, null),
            PostfixUnaryExpressionSyntax postfix => OfPostfix(postfix, target, isValue),
            AssignmentExpressionSyntax assignment => OfAssignment(assignment, target, isValue, model),
            _ => null,
        };
        return call is not null && HasOperation(call, type, model) ? call.WithTriviaFrom(step) : null;
    }

    /// <summary>The update replaced, with a using directive where there is none yet; null where the name means something else here.</summary>
    public static SyntaxNode? Replace(SyntaxNode root, ExpressionSyntax step, ExpressionSyntax atomic, SemanticModel model)
    {
        var found = model.LookupNamespacesAndTypes(step.SpanStart, name: "Interlocked");

        // The call stands for the update where another finding names it as its rival.
        root = root.ReplaceNode(step, step.CopyAnnotationsTo(atomic)!);
        return found.IsEmpty ? UsingDirectives.Add(root, "System.Threading", LineEnding.Of(root))
            : found.Length == 1 && found[0] is INamedTypeSymbol { ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } ? root
            : null;
    }

    private static ExpressionSyntax? TargetOf(ExpressionSyntax step) => step switch
    {
        PrefixUnaryExpressionSyntax prefix => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix => postfix.Operand,
        AssignmentExpressionSyntax assignment => assignment.Left,
        _ => null,
    };

    private static bool IsReferable(ExpressionSyntax target, SemanticModel model) => model.GetSymbolInfo(target).Symbol switch
    {
        IFieldSymbol field => !field.IsReadOnly && !field.ContainingType.IsAnonymousType,
        ILocalSymbol local => !local.IsForEach && !local.IsUsing && !local.IsConst,
        IParameterSymbol parameter => parameter.RefKind is RefKind.None or RefKind.Ref or RefKind.Out,
        null => target is ElementAccessExpressionSyntax element && model.GetTypeInfo(element.Expression).Type is IArrayTypeSymbol,
        _ => false,
    };

    /// <summary>Interlocked wraps around where a checked update throws.</summary>
    private static bool IsChecked(ExpressionSyntax step, SemanticModel model)
    {
        foreach (var node in step.Ancestors())
        {
            if (node is CheckedStatementSyntax or CheckedExpressionSyntax)
            {
                return node.IsKind(SyntaxKind.CheckedStatement) || node.IsKind(SyntaxKind.CheckedExpression);
            }
        }

        return model.Compilation.Options is CSharpCompilationOptions { CheckOverflow: true };
    }

    /// <summary>Somebody uses the result. Only a statement's, and that of a lambda that returns nothing, is dropped for certain.</summary>
    private static bool IsValue(ExpressionSyntax step, SemanticModel model) => step.Parent switch
    {
        ExpressionStatementSyntax => false,
        ForStatementSyntax loop => !loop.Incrementors.Contains(step),
        LambdaExpressionSyntax lambda => model.GetTypeInfo(lambda).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true },
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => model.GetDeclaredSymbol(method) is not { ReturnsVoid: true },
        ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function } => model.GetDeclaredSymbol(function) is not IMethodSymbol { ReturnsVoid: true },
        _ => true,
    };

    private static ExpressionSyntax? OfPostfix(PostfixUnaryExpressionSyntax postfix, ExpressionSyntax target, bool isValue)
    {
        var isIncrement = postfix.IsKind(SyntaxKind.PostIncrementExpression);
        if (!isIncrement && !postfix.IsKind(SyntaxKind.PostDecrementExpression))
        {
            return null;
        }

        var call = Call(isIncrement ? "Increment" : "Decrement", target, null);
        if (!isValue)
        {
            return call;
        }

        var before = Binary(isIncrement ? SyntaxKind.SubtractExpression : SyntaxKind.AddExpression, call, SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1)));
        return postfix.Parent is EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or ArgumentSyntax or LambdaExpressionSyntax
            || (postfix.Parent is AssignmentExpressionSyntax assignment && assignment.Right == postfix)
            ? before
            : SyntaxFactory.ParenthesizedExpression(before);
    }

    private static InvocationExpressionSyntax? OfAssignment(AssignmentExpressionSyntax assignment, ExpressionSyntax target, bool isValue, SemanticModel model)
    {
        var right = assignment.Right;
        switch (assignment.Kind())
        {
            case SyntaxKind.AddAssignmentExpression:
                return Call("Add", target, right);

            case SyntaxKind.SubtractAssignmentExpression:
                return Call("Add", target, Negative(right));

            case SyntaxKind.OrAssignmentExpression when !isValue:
                return Call("Or", target, right);

            case SyntaxKind.AndAssignmentExpression when !isValue:
                return Call("And", target, right);

            // x = x + n
            case SyntaxKind.SimpleAssignmentExpression when right is BinaryExpressionSyntax binary && IsSame(target, binary.Left, model):
                return binary.Kind() switch
                {
                    SyntaxKind.AddExpression => Call("Add", target, binary.Right),
                    SyntaxKind.SubtractExpression => Call("Add", target, Negative(binary.Right)),
                    _ => null,
                };

            case SyntaxKind.SimpleAssignmentExpression when right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } binary && IsSame(target, binary.Right, model):
                return Call("Add", target, binary.Left);

            default:
                return null;
        }
    }

    private static bool IsSame(ExpressionSyntax target, ExpressionSyntax operand, SemanticModel model) =>
        SyntaxFactory.AreEquivalent(target, operand) && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(target).Symbol, model.GetSymbolInfo(operand).Symbol);

    private static PrefixUnaryExpressionSyntax Negative(ExpressionSyntax value) => SyntaxFactory.PrefixUnaryExpression(
        SyntaxKind.UnaryMinusExpression,
        value is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? value.WithoutTrivia()
            : SyntaxFactory.ParenthesizedExpression(value.WithoutTrivia()));

    private static BinaryExpressionSyntax Binary(SyntaxKind kind, ExpressionSyntax left, ExpressionSyntax right)
    {
        var binary = SyntaxFactory.BinaryExpression(kind, left, right);
        return binary.WithOperatorToken(binary.OperatorToken.WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space));
    }

    private static InvocationExpressionSyntax Call(string operation, ExpressionSyntax target, ExpressionSyntax? value)
    {
        var method = SyntaxFactory.ParseExpression("Interlocked." + operation);
        var arguments = new List<ArgumentSyntax>
        {
            SyntaxFactory.Argument(null, SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space), target.WithoutTrivia()),
        };
        if (value is not null)
        {
            arguments.Add(SyntaxFactory.Argument(value.WithoutTrivia()));
        }

        var commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Count - 1);
        return SyntaxFactory.InvocationExpression(method, SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments, commas)));
    }

    /// <summary>There is an overload for the very type: by reference none converts.</summary>
    private static bool HasOperation(ExpressionSyntax expression, ITypeSymbol type, SemanticModel model)
    {
        var call = expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().First();
        var name = ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;
        return model.Compilation.GetTypeByMetadataName("System.Threading.Interlocked")?.GetMembers(name).OfType<IMethodSymbol>()
            .Any(method => !method.IsGenericMethod && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, type)) == true;
    }
}
