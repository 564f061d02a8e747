using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>
/// Follows threads, processes, tasks, pools and the like through one body: which state each is in, whoever refers to it. What gets into
/// hands that the analysis does not see can only be further on than it was, and is known again after the next certain event.
/// </summary>
internal sealed partial class HandleFlow : FlowAnalysis<HandleState>
{
    private readonly HandleFlows flows;
    private readonly HandleReader reader;
    private readonly int depth;

    /// <param name="body">The body to follow handles through.</param>
    /// <param name="flows">The analysis of the type.</param>
    /// <param name="depth">How many calls deeper the analysis may look.</param>
    public HandleFlow(Body body, HandleFlows flows, int depth)
        : base(body)
    {
        this.flows = flows;
        this.depth = depth;
        reader = new(body, flows.Kinds);
    }

    public HandleReader Reader => reader;

    private ConcurrencyModel Model => Body.Model;

    private HandleKinds Kinds => reader.Kinds;

    protected internal override HandleState Join(HandleState left, HandleState right) => left.Join(right);

    protected internal override bool AreEqual(HandleState left, HandleState right) => left.Equals(right);

    protected internal override HandleState Transfer(IOperation operation, HandleState state)
    {
        if (state.IsTop)
        {
            return state;
        }

        switch (operation)
        {
            case IFlowCaptureOperation capture:
                return Kinds.IsTracked(capture.Value.Type) ? state.Bind(new(null, capture.Id), reader.Eval(capture.Value, state)) : state;

            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, assignment.Value, assignment, state);

            case IDeconstructionAssignmentOperation { Target: ITupleOperation targets } deconstruction:
                return targets.Elements.Aggregate(state, (current, target) => Overwrite(target, deconstruction, current));

            case IInvocationOperation call:
                return Call(call, state);

            case IObjectCreationOperation creation:
                return Create(creation, state);

            case IArrayCreationOperation { Initializer: var initializer } array:
                return CreateCollection(array, initializer is null ? System.Collections.Immutable.ImmutableArray<IOperation>.Empty : initializer.ElementValues, state);

            case { Kind: (OperationKind)CollectionExpression } expression when Kinds.OfElement(expression.Type) != PrimitiveKind.None:
                return CreateCollection(expression, expression.ChildOperations, state);

            case IPropertyReferenceOperation property:
                return Read(property, state);

            case IArrayElementReferenceOperation element:
                return ReadElement(element, state);

            case IAwaitOperation await:
                return JoinAwaited(await.Operation, await, state).Later();

            case IFlowAnonymousFunctionOperation lambda:
                return IsRunInPlace(lambda) ? EscapeCaptured(lambda.Symbol, state) : EscapeCaptured(lambda.Symbol, state).Later(isMeanwhile: true);

            case IMethodReferenceOperation method:
                state = method.Instance is { } instance && Kinds.IsTracked(instance.Type) ? Escape(instance, state) : state;
                return EscapeCaptured(method.Method, state).Later(isMeanwhile: true);

            case IBinaryOperation condition when reader.Loops.WithCondition(condition) is { } loop:
                return loop.Collections.Keys.Aggregate(state, (current, slot) => current.EndRound(new(condition, slot)));

            default:
                return EscapeOperands(operation, state);
        }
    }

    protected internal override HandleState? Assume(IOperation condition, bool outcome, HandleState state)
    {
        if (state.IsTop)
        {
            return state;
        }

        condition = HandleReader.Strip(condition);
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            condition = HandleReader.Strip(not.Operand);
            outcome = !outcome;
        }

        switch (condition)
        {
            case IInvocationOperation { TargetMethod.Name: "MoveNext", Instance: { } enumerator } when reader.LoopOver(enumerator) is { } key && state.Loops.ContainsKey(key):
                return outcome ? state.BeginRound(key, ElementKind(key)) : state.EndLoop(key, isComplete: true, replacesElements: false);

            case IBinaryOperation comparison when reader.Loops.WithCondition(comparison) is { } loop:
                return loop.Collections.Aggregate(state, (current, collection) => Count(loop, collection.Key, collection.Value, outcome, current));

            case IIsNullOperation test:
                return AssumeNull(test.Operand, outcome, state);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNull(test.RightOperand):
                return AssumeNull(test.LeftOperand, outcome == (test.OperatorKind == BinaryOperatorKind.Equals), state);

            case IIsPatternOperation { Pattern: IConstantPatternOperation pattern } test when IsNull(pattern.Value):
                return AssumeNull(test.Value, outcome, state);

            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } } test when IsNull(pattern.Value):
                return AssumeNull(test.Value, !outcome, state);

            default:
                return outcome && Body.Definitions.Origin(condition) is IInvocationOperation call ? AssumeJoined(call, state) : state;
        }
    }

    protected internal override HandleState Leave(ControlFlowBranch branch, HandleState state)
    {
        if (state.IsTop)
        {
            return state;
        }

        if (branch.Semantics == ControlFlowBranchSemantics.Return && branch.Source.BranchValue is { } returned && Kinds.IsTracked(returned.Type))
        {
            var kind = reader.KindOf(returned);
            state = kind == PrimitiveKind.None ? state : state with { Returned = Handle.Join(state.Returned, Known(returned, state) ?? Handle.Unknown(kind)) };
            state = Escape(returned, state);
        }

        // At the end of the body its locals keep their names, so that a rule can ask for them.
        if (branch.Destination?.Kind == BasicBlockKind.Exit)
        {
            return state;
        }

        foreach (var region in branch.LeavingRegions)
        {
            foreach (var local in region.Locals)
            {
                state = state with { Slots = state.Slots.RemoveRange(state.Slots.Keys.Where(slot => slot.Path is { Root: PathRoot.Local } path && SymbolEqualityComparer.Default.Equals(path.Symbol, local)).ToArray()) };
            }

            foreach (var capture in region.CaptureIds)
            {
                state = state.Unbind(new(null, capture));
            }
        }

        return state;
    }

    /// <summary>What is known about the object that the expression yields; null where it may be one that is not followed.</summary>
    public Handle? Known(IOperation expression, HandleState state)
    {
        var kind = reader.KindOf(expression);
        if (state.IsTop || kind == PrimitiveKind.None || reader.Eval(expression, state) is not { IsUnknown: false } referents)
        {
            return null;
        }

        return referents.Ids.Aggregate((Handle?)null, (handle, id) => Handle.Join(handle, state.View(id, kind)));
    }

    /// <summary>OperationKind.CollectionExpression, which Roslyn 4.5 has no name for.</summary>
    private const int CollectionExpression = 127;

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };

    private PrimitiveKind ElementKind(LoopKey key) => key.Loop is IInvocationOperation { Instance: { } collection } ? reader.ElementKindOf(collection) : PrimitiveKind.None;

    private static HandleState? AssumeNull(bool isNull, Referents referents, HandleState state, PrimitiveKind kind)
    {
        // What has gone through an event is there: a call on null would have thrown.
        return isNull && referents.Single is { } id && state.Handles.ContainsKey(id) && state.View(id, kind).Events.Effects.Any() ? null : state;
    }

    private HandleState? AssumeNull(IOperation operand, bool isNull, HandleState state)
    {
        var kind = reader.KindOf(operand);
        return kind == PrimitiveKind.None ? state : AssumeNull(isNull, reader.Eval(operand, state), state, kind);
    }

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
            state = AddTo(collection, referents, elementKind, state);
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
        if (IsHarmless(operation))
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
        or IDeclarationExpressionOperation or IVariableDeclaratorOperation or ILiteralOperation or IDefaultValueOperation or ITupleOperation { Parent: IDeconstructionAssignmentOperation }
        or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } };

    /// <summary>A place that gets an object whose origin is another place.</summary>
    private sealed record Obtained(IOperation By, Slot Slot);
}
