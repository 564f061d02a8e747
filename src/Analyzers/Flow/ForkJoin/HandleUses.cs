using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Whether a use of a handle, or of a collection of handles, hands it to code that may join it unseen.</summary>
internal static class HandleUses
{
    private static readonly HashSet<string> CollectionMembers = new(StringComparer.Ordinal)
    {
        "Add", "Enqueue", "Push", "AddLast", "AddFirst", "Insert", "GetEnumerator", "get_Item", "ToString", "GetHashCode", "Equals", "GetType", "Contains", "IndexOf",
    };

    private static readonly HashSet<string> Queries = new(StringComparer.Ordinal)
    {
        "First", "Last", "Single", "ElementAt", "Count", "Any", "ToList", "ToArray",
    };

    public static bool IsEscape(IOperation reference, Body body)
    {
        var value = reference;
        while (value.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IInvocationOperation call when call.Instance == value:
                return Calls.EffectOf(call, body) is null && !CollectionMembers.Contains(call.TargetMethod.Name) && ForEach(call, body) is null;

            case IArgumentOperation argument:
                return IsEscape(argument, body);

            case ISimpleAssignmentOperation assignment:
                return assignment.Value == value && !IsVariable(assignment.Target, body);

            case IFlowCaptureOperation capture:
                return body.Definitions.ValueOf(capture.Id) is null;

            // What becomes of a collection becomes of its elements.
            case IArrayInitializerOperation { Parent: IArrayCreationOperation array }:
                return IsEscape(array, body);

            case { Kind: (OperationKind)HandleSources.CollectionOperation } collection:
                return IsEscape(collection, body);

            case IMemberReferenceOperation or IArrayElementReferenceOperation or IExpressionStatementOperation or IArrayInitializerOperation:
            case IIsNullOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation or IAwaitOperation:
            case { Kind: OperationKind.ImplicitIndexerReference }:
            case { Syntax.RawKind: HandleSources.CollectionExpression }:
            case null:
                return false;

            default:
                return true;
        }
    }

    private static bool IsEscape(IArgumentOperation argument, Body body)
    {
        if (argument.Parent is not IInvocationOperation call)
        {
            return true;
        }

        if (Calls.EffectOf(call, body) is { } effect)
        {
            return !EffectGroups.IsJoin(effect.Effect);
        }

        return !(ForEach(call, body) is { } each && each.Collection == argument.Value)
            && !(call.Instance is { } instance && CollectionMembers.Contains(call.TargetMethod.Name) && IsVariable(instance, body) && !IsHandedOn(instance, body))
            && !(call.TargetMethod.ContainingType.Name == "Enumerable" && Queries.Contains(call.TargetMethod.Name) && call.Arguments.Length <= 2
                && !Calls.CallbacksOf(call).Any());
    }

    /// <summary>What <c>List.ForEach</c> or <c>Array.ForEach</c> does to each handle of a collection; null where it hands them on.</summary>
    public static (IOperation Collection, IReadOnlyCollection<Effect> Effects)? ForEach(IInvocationOperation call, Body body)
    {
        if (call.TargetMethod is not { Name: "ForEach", ContainingType.Name: "List" or "Array" }
            || CallSite.Of(call, body) is not { Callee: { IsAnonymous: true, Method.Parameters: [var handle] } action })
        {
            return null;
        }

        var effects = new HashSet<Effect>();
        foreach (var operation in action.SelfAndNested.SelectMany(static inner => inner.Operations.All))
        {
            if (operation is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, handle))
            {
                if (reference.Parent is not IInvocationOperation use || use.Instance != reference || Calls.EffectOf(use, action) is not { } effect)
                {
                    return null;
                }

                effects.Add(effect.Effect);
            }
        }

        return (call.Instance ?? call.Arguments[0].Value, effects);
    }

    /// <summary>The new collection that an initializer fills is given to code that is not seen here.</summary>
    private static bool IsHandedOn(IOperation filled, Body body) =>
        filled is IFlowCaptureReferenceOperation { Id: var id }
        && body.Definitions.SkipWrappers(filled) is IObjectCreationOperation
        && body.Operations.All.Any(operation => operation is IFlowCaptureReferenceOperation other && other.Id.Equals(id) && other.Parent is not IInvocationOperation && IsEscape(other, body));

    /// <summary>A local, or an element of a collection that a local holds.</summary>
    private static bool IsVariable(IOperation target, Body body)
    {
        var holder = HandleSources.CollectionOf(target, body) is { } collection ? collection : target;
        return body.Definitions.SkipWrappers(holder) is ILocalReferenceOperation or IObjectCreationOperation or IDeclarationExpressionOperation
            || (holder is IFlowCaptureReferenceOperation capture && body.Definitions.ValueOf(capture.Id) is ILocalReferenceOperation);
    }
}
