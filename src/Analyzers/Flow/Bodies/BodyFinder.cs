using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Finds the body that a delegate or a call runs, where that is certain and the body belongs to the same type.</summary>
internal static class BodyFinder
{
    /// <summary>The body behind a delegate: a lambda, a method group, a local or readonly field that holds one.</summary>
    public static StartedBody? OfDelegate(IOperation value, Body context)
    {
        switch (context.Definitions.Origin(value))
        {
            case IDelegateCreationOperation creation:
                return OfDelegate(creation.Target, context);

            case IFlowAnonymousFunctionOperation lambda when OfNested(lambda.Symbol, context) is { } body:
                return new(body, PathMap.Identity);

            case IMethodReferenceOperation reference when OfMethod(reference.Method, reference.Instance, context) is { } body:
                return new(body, PathMap.Identity.Enter(reference.Method, reference.Instance, [], context));

            case IFieldReferenceOperation { Field.IsReadOnly: true } reference:
                return OfField(reference.Field, context);

            default:
                return null;
        }
    }

    /// <summary>The body that a call of the method runs.</summary>
    public static Body? OfMethod(IMethodSymbol method, IOperation? receiver, Body context)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return OfNested(method.OriginalDefinition, context);
        }

        var isKnown = method.IsMonomorphic() || receiver is IInstanceReferenceOperation { IsImplicit: false, Syntax: BaseExpressionSyntax };
        return isKnown ? context.Type.BodyOf(method) : null;
    }

    private static Body? OfNested(IMethodSymbol function, Body context) =>
        context.Outermost.SelfAndNested.FirstOrDefault(body => SymbolEqualityComparer.Default.Equals(body.Owner, function));

    private static StartedBody? OfField(IFieldSymbol field, Body context)
    {
        var initializers = context.Type.Bodies.Where(body => SymbolEqualityComparer.Default.Equals(body.Owner, field)).Take(2).ToList();
        if (initializers.Count != 1 || IsAssignedInConstructor(field, context.Type))
        {
            return null;
        }

        var assignment = initializers[0].Operations.All.OfType<ISimpleAssignmentOperation>().LastOrDefault();
        return assignment?.Target is IFieldReferenceOperation ? OfDelegate(assignment.Value, initializers[0]) : null;
    }

    private static bool IsAssignedInConstructor(IFieldSymbol field, TypeFacts type) =>
        type.Bodies
            .Where(static body => body.Method?.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor)
            .SelectMany(static body => body.Operations.All)
            .Any(operation => operation is IAssignmentOperation { Target: IFieldReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Field, field));
}
