using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>How far each fork of a parent may be at each of the parent's operations.</summary>
/// <param name="body">The parent.</param>
/// <param name="forks">What it starts.</param>
/// <param name="sources">Where the handles of the type come from.</param>
/// <param name="followsExceptions">False: only what happens where no operation throws, so that a block is left at its end.</param>
/// <param name="updatesOrder">Whether an update by the parent tells that the parent knows what the fork does, as any other write does.</param>
internal sealed class ForkFlow(Body body, ImmutableArray<Fork> forks, HandleSources sources, bool followsExceptions = true, bool updatesOrder = true) : FlowAnalysis<ForkState>(body)
{
    private readonly Dictionary<IOperation, BodyEffects> callees = [];
    private readonly HashSet<ISymbol> holders = new(forks.SelectMany(static fork => fork.Holders), SymbolEqualityComparer.Default);
    private readonly PartialJoins partialJoins = new(body, forks, sources);

    public ImmutableArray<Fork> Forks { get; } = forks;

    /// <summary>What a call within the type does; null for an operation that is none.</summary>
    public BodyEffects? CalleeOf(IOperation operation)
    {
        if (callees.TryGetValue(operation, out var known))
        {
            return known;
        }

        if (Calls.EffectOf(operation, Body) is not null || CallSite.Of(operation, Body) is not { } site)
        {
            return null;
        }

        return callees[operation] = EffectCollector.Of(site);
    }

    protected internal override ForkState Join(ForkState left, ForkState right) => left.Join(right);

    protected internal override bool AreEqual(ForkState left, ForkState right) => left.Equals(right);

    protected internal override ForkState? Thrown(IOperation operation, ForkState before) => followsExceptions ? base.Thrown(operation, before) : null;

    protected internal override ForkState Transfer(IOperation operation, ForkState state)
    {
        state = Synchronize(operation, state);
        state = Start(operation, state);
        if (!state.IsAnyRunning && !IsHolder(operation))
        {
            return state;
        }

        state = Escape(operation, state);
        return Access(operation, state);
    }

    private ForkState Start(IOperation operation, ForkState state)
    {
        for (var i = 0; i < Forks.Length; i++)
        {
            if (Forks[i].Start == operation)
            {
                state = state.With(i, (state[i] & ForkStatus.Escaped) != 0 ? ForkStatus.Escaped : ForkStatus.Running);
            }
        }

        return state;
    }

    private ForkState Synchronize(IOperation operation, ForkState state)
    {
        if (!state.IsAnyRunning)
        {
            return state;
        }

        if (Calls.EffectOf(operation, Body) is { } effect)
        {
            // To look at shared memory tells nothing about who writes to it.
            if (SharedItems.IsItem(effect) && effect.Effect == Effect.ReadItem)
            {
                return state;
            }

            // What the call only promises is the business of the await, which may stand in whoever gets it returned.
            if (EffectGroups.IsJoin(effect.Effect) && effect.IsAsync && operation.Parent is null or IAwaitOperation)
            {
                return state;
            }

            return EffectGroups.IsJoin(effect.Effect) && !effect.IsAsync ? Joined(operation, effect, state) : Order(state, EffectGroups.TraitsOf(effect));
        }

        if (operation is IAwaitOperation await)
        {
            return Awaited(await, state);
        }

        if (CalleeOf(operation) is { } callee)
        {
            return Order(state, callee.Traits);
        }

        return Calls.Classify(operation, Body) switch
        {
            CallClass.Library => Order(state, TraitsOfCallbacks(operation)),
            CallClass.Unknown => Order(state, BodyTraits.Opaque),
            _ => state,
        };
    }

    private BodyTraits TraitsOfCallbacks(IOperation operation)
    {
        var traits = BodyTraits.None;
        foreach (var callback in Calls.CallbacksOf(operation))
        {
            traits |= BodyFinder.OfDelegate(callback, Body) is { } target ? EffectCollector.Of(target, Body).Traits : BodyTraits.Opaque;
        }

        return traits;
    }

    /// <summary>The parent did something that has an order with other threads: with which forks?</summary>
    private ForkState Order(ForkState state, BodyTraits traits)
    {
        if (traits == BodyTraits.None)
        {
            return state;
        }

        for (var i = 0; i < Forks.Length; i++)
        {
            var fork = Forks[i];
            var isOrdered = (traits & BodyTraits.Synchronizes) != 0
                || ((traits & BodyTraits.Locks) != 0 && fork.Effects.Has(BodyTraits.Locks))
                || ((traits & BodyTraits.UsesAtomics) != 0 && fork.Effects.Has(BodyTraits.UsesAtomics))
                || ((traits & BodyTraits.Opaque) != 0 && (fork.Effects.MaySignal || fork.IsHeldByField));
            state = isOrdered ? Order(state, i) : state;
        }

        return state;
    }

    private static ForkState Order(ForkState state, int fork) =>
        state.With(fork, (state[fork] & ForkStatus.Escaped) != 0 ? state[fork] : ForkStatus.Ordered);

    private ForkState Awaited(IAwaitOperation await, ForkState state)
    {
        var awaited = Body.Definitions.SkipWrappers(await.Operation);
        while (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner })
        {
            awaited = Body.Definitions.SkipWrappers(inner);
        }

        return Calls.EffectOf(awaited, Body) switch
        {
            { Effect: Effect.Block } => state,
            { Effect: Effect.JoinAll, KeyParameter: >= 0 } effect => Joined(awaited, effect, state),
            _ when awaited is IInvocationOperation { TargetMethod: { Name: "Yield", ContainingType.Name: "Task" } } => state,
            _ => Joined(HandlesOf(awaited, await), state, static _ => false),
        };
    }

    private ForkState Joined(IOperation join, MemberEffect effect, ForkState state)
    {
        var handles = HandlesOf(join, effect);
        return handles is null
            ? Order(state, BodyTraits.Synchronizes)
            : Joined(handles, state, fork => partialJoins.IsPartial(join, fork));
    }

    private ForkState Joined(HandleSet handles, ForkState state, Func<Fork, bool> isPartial)
    {
        // Whoever has waited for a body knows whatever that body has waited for.
        if (!handles.IsComplete || handles.Creations.Any(creation => !Forks.Any(fork => fork.Creation == creation && !fork.Effects.MaySignal)))
        {
            return Order(state, BodyTraits.Synchronizes);
        }

        for (var i = 0; i < Forks.Length; i++)
        {
            if (handles.Creations.Contains(Forks[i].Creation))
            {
                state = !isPartial(Forks[i]) ? Order(state, i)
                    : (state[i] & ForkStatus.Running) != 0 ? state.With(i, (state[i] & ~ForkStatus.Running) | ForkStatus.PartlyJoined)
                    : state;
            }
        }

        return state;
    }

    private HandleSet? HandlesOf(IOperation join, MemberEffect effect)
    {
        if (effect.KeyParameter == MemberEffect.Absent)
        {
            var receiver = join switch
            {
                IInvocationOperation call => call.Instance,
                IPropertyReferenceOperation property => property.Instance,
                _ => null,
            };
            return receiver is null ? null : partialJoins.ElementOf(receiver) is { } one ? new([one], IsComplete: true) : HandlesOf(receiver, join);
        }

        return join is IInvocationOperation { Arguments: { Length: > 0 } arguments } && effect.Effect == Effect.JoinAll
            ? sources.Of(arguments[0].Value, Body)
            : null;
    }

    private HandleSet HandlesOf(IOperation handle, IOperation use) =>
        HandleSources.HolderOf(handle, Body) is ILocalSymbol ? sources.Latest(handle, use, Body) : sources.Of(handle, Body);

    private bool IsHolder(IOperation operation) =>
        operation is ILocalReferenceOperation or IFieldReferenceOperation or IFlowCaptureReferenceOperation && HandleSources.HolderOf(operation, Body) is { } holder && holders.Contains(holder);

    private ForkState Escape(IOperation operation, ForkState state)
    {
        if (!IsHolder(operation) || !HandleUses.IsEscape(operation, Body))
        {
            return state;
        }

        var holder = HandleSources.HolderOf(operation, Body)!;
        for (var i = 0; i < Forks.Length; i++)
        {
            if (Forks[i].Holders.Contains(holder))
            {
                state = state.With(i, ForkStatus.Escaped);
            }
        }

        return state;
    }

    /// <summary>The parent replaces what the fork writes, or asks in a condition how far the fork is.</summary>
    private ForkState Access(IOperation operation, ForkState state)
    {
        if (Accesses.Of(operation, Body) is not { } access)
        {
            return state;
        }

        for (var i = 0; i < Forks.Length; i++)
        {
            if ((access.IsWrite && (updatesOrder || !access.IsUpdate) && Forks[i].Effects.Accesses.Any(other => other.IsWrite && Matching.Replaces(access.Location, other.Location)))
                || (access.IsAtomic && Forks[i].Effects.Has(BodyTraits.UsesAtomics))
                || IsPoll(access, Forks[i]))
            {
                state = Order(state, i);
            }
        }

        return state;
    }

    /// <summary>A read that asks for the fork's progress on purpose: in a loop's condition, or of a flag.</summary>
    public static bool IsPoll(Access access, Fork fork)
    {
        var writes = fork.Writes.Where(write => write.Location.Equals(access.Location)).ToList();
        return writes.Count > 0
            && (Places.IsInLoopCondition(access.Operation.Syntax)
                || (access.Operation.Type?.SpecialType == SpecialType.System_Boolean && (Places.IsInCondition(access.Operation.Syntax) || writes.All(static write => SetsFlag(write)))));
    }

    /// <summary>The body does not compute the value, it tells that it has got to that place.</summary>
    private static bool SetsFlag(Access write) => write.Operation.Parent is ISimpleAssignmentOperation { Value.ConstantValue.HasValue: true };
}
