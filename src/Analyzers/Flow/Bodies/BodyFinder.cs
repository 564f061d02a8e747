using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Finds the body behind a delegate, where that is certain and the body belongs to the same type.</summary>
internal static class BodyFinder
{
    /// <param name="value">A lambda, a method group, or a local or readonly field that holds one.</param>
    /// <param name="context">The body in which the value stands.</param>
    public static StartedBody? OfDelegate(IOperation value, Body context)
    {
        switch (context.Definitions.Origin(value))
        {
            case IDelegateCreationOperation creation:
                return OfDelegate(creation.Target, context);

            case IFlowAnonymousFunctionOperation lambda when context.Outermost.NestedBodyOf(lambda.Symbol) is { } body:
                return new(body, PathMap.Identity);

            case IMethodReferenceOperation reference when reference.Method.IsMonomorphic() && context.Type.BodyOf(reference.Method) is { } body:
                return new(body, MapOf(reference, context));

            case IFieldReferenceOperation { Field.IsReadOnly: true } reference:
                return OfField(reference.Field, context.Type);

            default:
                return null;
        }
    }

    private static PathMap MapOf(IMethodReferenceOperation reference, Body context) =>
        reference.Method.IsStatic || reference.Method.MethodKind == MethodKind.LocalFunction
            ? PathMap.Identity
            : PathMap.ForInstance(AccessPaths.Of(reference.Instance, context));

    private static StartedBody? OfField(IFieldSymbol field, TypeFacts type)
    {
        var initializers = type.Bodies.Where(body => SymbolEqualityComparer.Default.Equals(body.Owner, field)).Take(2).ToList();
        if (initializers.Count != 1 || IsAssignedInConstructor(field, type))
        {
            return null;
        }

        var assignment = initializers[0].Operations.All.OfType<ISimpleAssignmentOperation>().LastOrDefault();
        return assignment?.Target is IFieldReferenceOperation ? OfDelegate(assignment.Value, initializers[0]) : null;
    }

    private static bool IsAssignedInConstructor(IFieldSymbol field, TypeFacts type) =>
        type.Bodies
            .Where(static body => body.Method?.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor)
            .SelectMany(static body => BodyOperations.Evaluation(body.Root))
            .Any(operation => operation is IAssignmentOperation { Target: IFieldReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Field, field));
}
