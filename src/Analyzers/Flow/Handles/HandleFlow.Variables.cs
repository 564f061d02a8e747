using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>Variables: what a write makes of them, and what gets into hands that the analysis does not see.</content>
internal sealed partial class HandleFlow
{
    private HandleState Assign(IOperation target, IOperation value, IOperation assignment, HandleState state)
    {
        // A capture of a place, as in a ??= b, stands for the place.
        target = target is IFlowCaptureReferenceOperation ? Body.Definitions.SkipWrappers(target) : target;
        state = BeginCounting(assignment, Kill(target, assignment, state));
        if (target is IPropertyReferenceOperation { Instance: { } owner } property && Model.EffectOf(property.Property, isWrite: true) is { } effect && HandleProtocol.Of(effect.Type.Kind) is not null)
        {
            state = Escape(value, state);
            return Event(owner, effect.Effect == Effect.Start && value.ConstantValue is not { HasValue: true, Value: true } ? Effect.Stop : effect.Effect, assignment, state);
        }

        if (!Kinds.IsTracked(target.Type))
        {
            return Escape(value, state);
        }

        var referents = reader.Eval(value, state);
        if (HandleReader.ElementAccess(target) is var (collection, _) && Kinds.OfElement(collection.Type) is not PrimitiveKind.None and var elementKind)
        {
            state = AddTo(collection, referents, elementKind, Displace(collection, target, state));
            return reader.SlotOf(target) is { } element ? state.Bind(element, referents) : state;
        }

        if (reader.SlotOf(target) is not { } slot)
        {
            return Escape(value, state);
        }

        var isLocal = slot.Path is null or { Root: PathRoot.Local or PathRoot.Parameter, Members.IsEmpty: true };
        var isEscape = !isLocal || target is IParameterReferenceOperation { Parameter.RefKind: not RefKind.None } || (slot.Path?.Symbol is { } variable && reader.IsCaptured(variable));
        state = isEscape ? Escape(value, state) : state;
        return referents.IsUnknown && referents.Ids.IsEmpty ? Obtain(slot, target.Type, assignment, state) : state.Bind(slot, referents);
    }

    /// <summary>Whatever was at the place is no element any more. A new array has nothing at its places.</summary>
    private HandleState Displace(IOperation collection, IOperation target, HandleState state) =>
        reader.Eval(collection, state).Single is { } id && state.Collections.TryGetValue(id, out var elements)
        && (id.Site is not IArrayCreationOperation { Initializer: null } || (reader.SlotOf(target) is { Index: not null } slot && state.Slots.ContainsKey(slot)))
            ? state with { Collections = state.Collections.SetItem(id, elements with { Members = elements.Uncertain() }) }
            : state;

    /// <summary>The place holds an object that comes from elsewhere.</summary>
    private HandleState Overwrite(IOperation target, IOperation by, HandleState state)
    {
        state = Kill(target, by, state);
        return Kinds.IsTracked(target.Type) && reader.SlotOf(target) is { } slot ? Obtain(slot, target.Type, by, state) : state;
    }

    private HandleState Obtain(Slot slot, ITypeSymbol? type, IOperation by, HandleState state)
    {
        var kind = Kinds.Of(type);
        var site = new Obtained(by, slot);
        return kind switch
        {
            // Tasks come from everywhere, and there is nothing to know about one before it is awaited.
            PrimitiveKind.Task or PrimitiveKind.PendingResult => state.Bind(slot, Referents.Unknown),
            PrimitiveKind.None => Kinds.OfElement(type) is not PrimitiveKind.None and var element
                ? state.MakeCollection(site, HandleCollection.Unknown(element)).Bind(slot, Referents.To(new(HandleOrigin.Latest, site)))
                : state.Unbind(slot),
            _ => state.Make(site, Handle.Unknown(kind)).Bind(slot, Referents.To(new(HandleOrigin.Latest, site))),
        };
    }

    /// <summary>A write to a variable ends what was known about what can be reached through it.</summary>
    private HandleState Kill(IOperation target, IOperation by, HandleState state)
    {
        ISymbol? variable = target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
            _ => null,
        };
        return variable is null ? state : Kill(slot => slot.GoesThrough(variable), by, state);
    }

    private HandleState Kill(Func<Slot, bool> isMeant, IOperation by, HandleState state)
    {
        foreach (var slot in Mentioned(state).Where(isMeant).ToArray())
        {
            state = slot.IsElement || slot.Path is null ? state.Unbind(slot) : Obtain(slot, TypeOf(slot), by, state);
        }

        return state;
    }

    private static IEnumerable<Slot> Mentioned(HandleState state) =>
        state.Slots.Keys
            .Concat(state.Handles.Keys.Where(static id => id.Origin == HandleOrigin.Outside).Select(static id => (Slot)id.Site))
            .Concat(state.Collections.Keys.Where(static id => id.Origin == HandleOrigin.Outside).Select(static id => (Slot)id.Site))
            .Distinct();

    private static ITypeSymbol? TypeOf(Slot slot) => slot.Path?.Holder switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    /// <summary>Code that the analysis does not see has run.</summary>
    private HandleState AfterUnseenCode(IOperation call, bool isOwnCode, HandleState state)
    {
        state = state.Later();
        foreach (var collection in state.Collections)
        {
            if (collection.Value.IsEscaped)
            {
                var elements = state.Slots.Where(slot => slot.Key.IsElement && state.Slots.TryGetValue(slot.Key with { Index = null, Loop = null }, out var of) && of.Ids.Contains(collection.Key));
                state = state with { Slots = state.Slots.RemoveRange(elements.Select(static slot => slot.Key).ToArray()) };
            }
        }

        return Kill(slot => slot.Path is { IsStable: false } path && MayBeWritten(path, isOwnCode), call, state);
    }

    private bool MayBeWritten(AccessPath path, bool isOwnCode)
    {
        foreach (var member in path.Members)
        {
            if (!member.IsStable() && (isOwnCode || member.DeclaredAccessibility != Accessibility.Private) && flows.MayBeWritten(member))
            {
                return true;
            }
        }

        return false;
    }

    private HandleState Escape(IOperation expression, HandleState state)
    {
        var kind = reader.KindOf(expression);
        kind = kind == PrimitiveKind.None ? reader.ElementKindOf(expression) : kind;
        return kind == PrimitiveKind.None ? state : state.Escape(reader.Eval(expression, state), kind);
    }

    /// <summary>A lambda or local function has become a value: its code may run at any time.</summary>
    private HandleState EscapeCaptured(IMethodSymbol function, HandleState state)
    {
        if (HandleFlows.FunctionOf(function, Body) is not { } nested)
        {
            return state;
        }

        foreach (var variable in flows.Captured.By(nested))
        {
            var slot = variable is ILocalSymbol local ? Slot.Of(local) : Slot.Of((IParameterSymbol)variable);
            var type = TypeOf(slot);
            if (Kinds.IsTracked(type) && state.Slots.TryGetValue(slot, out var referents))
            {
                var kind = Kinds.Of(type) is not PrimitiveKind.None and var handle ? handle : Kinds.OfElement(type);
                state = state.Escape(referents, kind);
            }
        }

        return state;
    }

    /// <summary>An operation that the analysis does not understand hands its operands on to who knows where.</summary>
    private HandleState EscapeOperands(IOperation operation, HandleState state)
    {
        // Of a deconstruction the variables only get new values; what is put together on the other side goes to one of them.
        if (IsHarmless(operation) || operation is ITupleOperation { Parent: IDeconstructionAssignmentOperation { Target: var targets } } && targets == operation)
        {
            return state;
        }

        foreach (var operand in operation.ChildOperations)
        {
            if (reader.IsTracked(operand))
            {
                state = Escape(operand, state);
            }
        }

        return state;
    }

    private static bool IsHarmless(IOperation operation) => operation is
        IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IExpressionStatementOperation or IMemberReferenceOperation
        or IArgumentOperation or IArrayInitializerOperation or IIsNullOperation or IIsTypeOperation or INameOfOperation or ITypeOfOperation
        or IBinaryOperation { OperatorMethod: null } or IEventAssignmentOperation or IInterpolationOperation or IFlowCaptureReferenceOperation
        or IDeclarationExpressionOperation or IVariableDeclaratorOperation or ILiteralOperation or IDefaultValueOperation
        or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } };

    /// <summary>A place that gets an object whose origin is another place.</summary>
    private sealed record Obtained(IOperation By, Slot Slot);
}
