using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>Answers what an expression of a body refers to. Changes no state.</summary>
internal sealed class HandleReader
{
    private readonly Body body;
    private readonly Dictionary<IOperation, Slot?> slots = [];
    private readonly CapturedVariables captured;

    public HandleReader(Body body, HandleKinds kinds)
    {
        this.body = body;
        Kinds = kinds;
        Loops = new(body);
        captured = body.Type.Analysis(static _ => new CapturedVariables());
        foreach (var loop in Loops.All)
        {
            FindIndexedCollections(loop);
        }
    }

    public HandleKinds Kinds { get; }

    public CountingLoops Loops { get; }

    /// <summary>The kind of handle that the expression yields, whatever it is converted to.</summary>
    public PrimitiveKind KindOf(IOperation expression) =>
        Kinds.Of(expression.Type) is not PrimitiveKind.None and var kind ? kind : Kinds.Of(Strip(expression).Type);

    public PrimitiveKind ElementKindOf(IOperation expression) =>
        Kinds.OfElement(expression.Type) is not PrimitiveKind.None and var kind ? kind : Kinds.OfElement(Strip(expression).Type);

    public bool IsTracked(IOperation expression) => Kinds.IsTracked(expression.Type) || Kinds.IsTracked(Strip(expression).Type);

    /// <summary>Other bodies write the variable behind this one's back, so nothing can be said about it.</summary>
    public bool IsShared(ISymbol variable) => captured.Of(body.Outermost).Contains(variable) && body.Definitions.WritesTo(variable) > (variable is IParameterSymbol ? 0 : 1);

    /// <summary>Lambdas or local functions use the variable.</summary>
    public bool IsCaptured(ISymbol variable) => captured.Of(body.Outermost).Contains(variable);

    public Slot? SlotOf(IOperation expression)
    {
        if (!slots.TryGetValue(expression, out var slot))
        {
            slots.Add(expression, slot = FindSlot(Strip(expression)));
        }

        return slot;
    }

    /// <summary>The objects that the expression may refer to once it has been evaluated.</summary>
    public Referents Eval(IOperation expression, HandleState state)
    {
        expression = Strip(expression);
        switch (expression)
        {
            case ILocalReferenceOperation local when IsShared(local.Local):
            case IParameterReferenceOperation parameter when IsShared(parameter.Parameter):
                return Referents.Unknown;

            case IFlowCaptureReferenceOperation capture when !state.Slots.ContainsKey(new Slot(null, capture.Id)):
                return body.Definitions.ValueOf(capture.Id) is { } value && !ReferenceEquals(value, expression) ? Eval(value, state) : Referents.Unknown;

            case IAssignmentOperation assignment:
                return Eval(assignment.Value, state);

            case { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation:
                return Referents.Nothing;

            case IInvocationOperation { Instance: { } receiver } call when body.Model.EffectOf(call) is { ReturnsReceiver: true }:
                return Eval(receiver, state);

            case IInvocationOperation call when KindOf(call) != PrimitiveKind.None && Factories.ReturnedArgument(call, body) is { } argument:
                return Eval(argument, state);

            // One end of a channel is the channel.
            case IPropertyReferenceOperation { Instance: { } whole } end when Kinds.IsTracked(end.Type) && body.Model.EffectOf(end.Property, isWrite: false) is { ReturnsReceiver: true }:
                return Eval(whole, state);

            case IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } when LoopOver(enumerator) is { } loop && state.Handles.ContainsKey(HandleId.Element(loop)):
                return Referents.To(HandleId.Element(loop));
        }

        if (SlotOf(expression) is { } slot)
        {
            return state.Slots.TryGetValue(slot, out var referents) ? referents
                : slot.IsElement || slot.Path is null ? Referents.Unknown
                : Referents.To(HandleId.Outside(slot));
        }

        var made = HandleId.Latest(expression);
        return state.Handles.ContainsKey(made) || state.Collections.ContainsKey(made) ? Referents.To(made) : Referents.Unknown;
    }

    /// <summary>The loop whose enumerator the expression yields.</summary>
    public LoopKey? LoopOver(IOperation enumerator) =>
        body.Definitions.Origin(enumerator) is IInvocationOperation { TargetMethod.Name: "GetEnumerator" } call ? new(call, null) : null;

    /// <summary>The collection and the index of an element access; null for any other expression.</summary>
    public static (IOperation Collection, IOperation Index)? ElementAccess(IOperation expression) => expression switch
    {
        IArrayElementReferenceOperation { Indices: [var index] } element => (element.ArrayReference, index),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [var argument] } => (instance, argument.Value),
        _ => null,
    };

    /// <summary>Looks through conversions; unlike <see cref="Definitions.SkipWrappers"/> it keeps captures, whose value depends on the path.</summary>
    public static IOperation Strip(IOperation expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    expression = conversion.Operand;
                    break;

                case IParenthesizedOperation parenthesized:
                    expression = parenthesized.Operand;
                    break;

                // An array that is passed as a span.
                case IConversionOperation { OperatorMethod.ContainingType.Name: "Span" or "ReadOnlySpan" } conversion:
                    expression = conversion.Operand;
                    break;

                default:
                    return expression;
            }
        }
    }

    private Slot? FindSlot(IOperation expression)
    {
        switch (expression)
        {
            case ILocalReferenceOperation local:
                return Slot.Of(local.Local);

            case IParameterReferenceOperation parameter:
                return Slot.Of(parameter.Parameter);

            case IDeclarationExpressionOperation declaration:
                return SlotOf(declaration.Expression);

            case IFlowCaptureReferenceOperation capture:
                return new(null, capture.Id);
        }

        if (ElementAccess(expression) is var (collection, index) && Kinds.OfElement(collection.Type) != PrimitiveKind.None)
        {
            // A capture of the collection stands for the variable that it was read from.
            return SlotOf(body.Definitions.SkipWrappers(collection)) is not { IsElement: false } of ? null
                : index.ConstantValue is { HasValue: true, Value: int constant } ? of with { Index = constant }
                : Loops.WithIndex(index) is { } loop ? of with { Loop = loop.Condition }
                : null;
        }

        return expression is IFieldReferenceOperation or IPropertyReferenceOperation && AccessPaths.Of(expression, body) is { Members.IsEmpty: false } path ? new(path) : null;
    }

    private void FindIndexedCollections(CountingLoop loop)
    {
        foreach (var operation in body.Operations.All)
        {
            if (ElementAccess(operation) is var (collection, index)
                && Loops.WithIndex(index) == loop
                && Kinds.OfElement(collection.Type) != PrimitiveKind.None
                && SlotOf(body.Definitions.SkipWrappers(collection)) is { IsElement: false } slot)
            {
                var isWrite = operation.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, operation);
                loop.Collections[slot] = isWrite | (loop.Collections.TryGetValue(slot, out var earlier) && earlier);
            }
        }
    }
}
