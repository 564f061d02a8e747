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
                return Kinds.IsTracked(capture.Value.Type) ? state.Bind(new(null, capture.Id), reader.Eval(capture.Value, state)) : Escape(capture.Value, state);

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

            case IEventAssignmentOperation { EventReference: var reference } when Body.Definitions.SkipWrappers(reference) is IEventReferenceOperation { Instance: { } source } subscribed && Model.EffectOf(subscribed.Event) is { } effect:
                return Event(source, effect.Effect, operation, state);

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

        if (branch.Semantics == ControlFlowBranchSemantics.Return && branch.Source.BranchValue is { } returned && reader.IsTracked(returned))
        {
            state = Return(returned, state);
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
        if (state.IsTop || kind == PrimitiveKind.None)
        {
            return null;
        }

        if (reader.Eval(expression, state) is not { IsUnknown: false } referents)
        {
            // Whichever element it is, what is true of all of them is true of this one.
            return HandleReader.ElementAccess(HandleReader.Strip(expression)) is var (collection, _) && reader.Eval(collection, state).Single is { } all && state.Collections.ContainsKey(all)
                ? state.AnyElement(all, kind)
                : null;
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
}
