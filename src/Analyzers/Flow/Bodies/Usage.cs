using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Says whether a reference reads or writes what it refers to, from where it stands.</summary>
internal static class Usage
{
    public static AccessKind Of(IOperation reference, Body body)
    {
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == reference:
                return AccessKind.Write;

            case IAssignmentOperation assignment when assignment.Target == reference:
            case IIncrementOrDecrementOperation:
            case IAddressOfOperation:
                return AccessKind.Read | AccessKind.Write;

            case IArgumentOperation argument:
                return OfArgument(argument, body);

            case ITupleOperation tuple when IsTarget(tuple):
                return AccessKind.Write;

            case IDeclarationExpressionOperation declaration:
                return Of(declaration, body);

            case IFlowCaptureOperation capture when body.Definitions.IsAssigned(capture.Id):
                return AccessKind.Read | AccessKind.Write;

            // A write to a field of a struct changes the variable that holds the struct.
            case IFieldReferenceOperation field when field.Instance == reference && reference.Type is { IsValueType: true }:
                return Of(field, body);

            default:
                return AccessKind.Read;
        }
    }

    /// <summary>The reference names a struct's field, so the access is one to the variable that holds the struct.</summary>
    public static bool IsPartOfVariable(IFieldReferenceOperation field) => field.Instance?.Type is { IsValueType: true };

    private static AccessKind OfArgument(IArgumentOperation argument, Body body)
    {
        var atomic = argument.Parent is IInvocationOperation call && IsAtomic(call.TargetMethod, body.Model) ? AccessKind.Atomic : AccessKind.None;
        return argument.Parameter?.RefKind switch
        {
            RefKind.Out => AccessKind.Write,
            RefKind.Ref => AccessKind.Read | AccessKind.Write | atomic,
            _ => AccessKind.Read | atomic,
        };
    }

    private static bool IsAtomic(IMethodSymbol method, ConcurrencyModel model) =>
        model.KindOf(method.ContainingType) == PrimitiveKind.Atomic || method.ContainingType?.Name is "Interlocked" or "Volatile";

    private static bool IsTarget(IOperation tuple) => tuple.Parent switch
    {
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        ITupleOperation outer => IsTarget(outer),
        IDeclarationExpressionOperation declaration => IsTarget(declaration),
        _ => false,
    };
}
