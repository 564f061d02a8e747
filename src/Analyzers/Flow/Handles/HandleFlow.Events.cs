using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>The events of the protocols, and what else they tell about.</content>
internal sealed partial class HandleFlow
{
    /// <summary>The effect of a call takes place, now or where its task is awaited.</summary>
    private HandleState Happen(IInvocationOperation call, MemberEffect effect, IOperation at, HandleState state)
    {
        switch (effect.Effect)
        {
            case Effect.JoinAll:
                return JoinArguments(call, at, isCertain: true, state);

            case Effect.TryJoinAll:
                return JoinArguments(call, at, isCertain: IsInfinite(call, effect), state);

            case Effect.JoinAny:
                return JoinArguments(call, at, isCertain: false, state);
        }

        if (KeyOf(call, effect) is not { } key)
        {
            return state;
        }

        if (effect.Effect == Effect.Join)
        {
            return JoinAwaited(key, at, state);
        }

        var occurring = effect.Effect == Effect.TryJoin && IsInfinite(call, effect) ? Effect.Join : effect.Effect;
        return occurring == Effect.Join ? JoinAwaited(key, at, state) : Event(key, occurring, at, state);
    }

    private HandleState Event(IOperation target, Effect effect, IOperation at, HandleState state)
    {
        var kind = reader.KindOf(target);
        if (kind == PrimitiveKind.None || !HandleProtocol.Of(kind)!.Knows(effect))
        {
            return kind != PrimitiveKind.None && HandleProtocol.Of(kind)!.Notes(effect) ? Note(reader.Eval(target, state), kind, effect, at, state) : state;
        }

        var referents = reader.Eval(target, state);
        return referents.Single is null && reader.SlotOf(HandleReader.Strip(target)) is { Index: null, Loop: null } slot && !(slot.Path?.Symbol is { } variable && reader.IsShared(variable))
            ? EventOnOneOf(referents, slot, kind, effect, at, state)
            : Event(referents, kind, effect, at, state);
    }

    private static HandleState Note(Referents target, PrimitiveKind kind, Effect effect, IOperation at, HandleState state) => state.Apply(
        target,
        kind,
        handle => handle with { Events = handle.Events.After(effect, at) },
        handle => handle with { Events = handle.Events.MaybeAfter(effect, at) });

    /// <summary>
    /// The event is certain for what the variable refers to, and possible for each object that this may be. So the variable gets an object
    /// of its own; all are names of things that others can reach, so that later events on the one leave the others possible.
    /// </summary>
    private static HandleState EventOnOneOf(Referents target, Slot slot, PrimitiveKind kind, Effect effect, IOperation at, HandleState state)
    {
        var any = target.IsUnknown ? Handle.Unknown(kind) : null;
        foreach (var id in target.Ids)
        {
            any = Handle.Join(any, state.View(id, kind));
        }

        if (any is null)
        {
            return state;
        }

        state = Event(target, kind, effect, at, state.Escape(target, kind));
        var site = new Obtained(at, slot);
        return state.Make(site, any.After(effect, at).Escaped()).Bind(slot, Referents.To(new(HandleOrigin.Latest, site)));
    }

    private static HandleState Event(Referents target, PrimitiveKind kind, Effect effect, IOperation at, HandleState state)
    {
        var isShared = target.IsUnknown || target.Ids.Any(id => state.View(id, kind).IsEscaped);
        var protocol = HandleProtocol.Of(kind)!;
        state = state.Apply(
            target,
            kind,
            handle => handle.After(effect, at),
            handle => handle with { States = handle.States | protocol.Next(effect, handle.States), Events = handle.Events.MaybeAfter(effect, at) });
        return isShared ? AffectAliases(target, kind, state) : state;
    }

    /// <summary>Two names that come from elsewhere may be names of one object. Different fields are taken not to be.</summary>
    private static HandleState AffectAliases(Referents target, PrimitiveKind kind, HandleState state)
    {
        foreach (var other in state.Handles)
        {
            if (other.Value.Kind == kind && other.Value.IsEscaped && !target.Ids.Contains(other.Key) && !target.Ids.All(id => AreDifferentFields(id, other.Key)))
            {
                state = state with { Handles = state.Handles.SetItem(other.Key, other.Value.Later()) };
            }
            else if (target.IsUnknown && other.Value.IsEscaped && other.Value.Kind == kind)
            {
                state = state with { Handles = state.Handles.SetItem(other.Key, other.Value.Later()) };
            }
        }

        foreach (var collection in state.Collections)
        {
            if (collection.Value.Kind == kind && collection.Value.Rest is { IsEscaped: true } rest)
            {
                state = state with { Collections = state.Collections.SetItem(collection.Key, collection.Value with { Rest = rest.Later() }) };
            }
        }

        return state;
    }

    private static bool AreDifferentFields(HandleId left, HandleId right) =>
        left is { Origin: HandleOrigin.Outside, Site: Slot { Path: { IsField: true } one } }
        && right is { Origin: HandleOrigin.Outside, Site: Slot { Path: { IsField: true } two } }
        && !SymbolEqualityComparer.Default.Equals(one.Holder, two.Holder);

    /// <summary>Waits for the end of what an expression yields: a handle, or the task of an asynchronous effect.</summary>
    private HandleState JoinAwaited(IOperation awaited, IOperation at, HandleState state)
    {
        if (SkipConfigure(awaited) is var inner && Body.Definitions.Origin(inner) is IInvocationOperation call && EffectOf(call) is { } effect
            && (effect.IsAsync || effect.Effect is Effect.JoinAll or Effect.JoinAny)
            && effect.Effect is not (Effect.CreateStarted or Effect.Submit))
        {
            state = Happen(call, effect with { IsAsync = false }, at, state);
        }

        return Event(inner, Effect.Join, at, state);
    }

    /// <summary><c>task.ConfigureAwait(false)</c> and the like are about the same task.</summary>
    private IOperation SkipConfigure(IOperation awaited)
    {
        for (var steps = 0; steps < 8; steps++)
        {
            var inner = Body.Definitions.SkipWrappers(awaited);
            if (inner is not IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" } call)
            {
                break;
            }

            awaited = call.Instance ?? (call.Arguments.IsEmpty ? call : call.Arguments[0].Value);
            if (ReferenceEquals(awaited, call))
            {
                break;
            }
        }

        return awaited;
    }

    private HandleState JoinArguments(IInvocationOperation call, IOperation at, bool isCertain, HandleState state)
    {
        foreach (var argument in call.Arguments)
        {
            var value = HandleReader.Strip(argument.Value);
            if (reader.KindOf(value) is not PrimitiveKind.None and var kind)
            {
                state = isCertain ? JoinAwaited(value, at, state) : PossibleJoin(value, kind, at, state);
            }
            else if (Kinds.OfElement(value.Type) is not PrimitiveKind.None and var element)
            {
                state = JoinAll(value, element, at, isCertain, state);
            }
        }

        return state;
    }

    private HandleState PossibleJoin(IOperation value, PrimitiveKind kind, IOperation at, HandleState state) =>
        Event(reader.Eval(value, state), kind, Effect.TryJoin, at, state);

    private HandleState JoinAll(IOperation collection, PrimitiveKind kind, IOperation at, bool isCertain, HandleState state)
    {
        var referents = reader.Eval(collection, state);
        var effect = isCertain && referents.Single is not null ? Effect.Join : Effect.TryJoin;
        foreach (var id in referents.Ids)
        {
            state = state.ApplyToAll(id, kind, handle => handle.After(effect, at), handle => handle.Join(handle.After(effect, at)));
        }

        var isShared = referents.IsUnknown || referents.Ids.Any(id => state.AnyElement(id, kind) is { IsEscaped: true });
        return isShared ? AffectAliases(new(referents.Ids.SelectMany(id => state.CollectionOf(id, kind).Members.Keys).ToImmutableHashSet(), referents.IsUnknown), kind, state) : state;
    }

    /// <summary>A try with a result that says it has succeeded.</summary>
    private HandleState AssumeJoined(IInvocationOperation call, HandleState state)
    {
        if (Model.EffectOf(call.TargetMethod) is not { } effect)
        {
            return state;
        }

        return effect.Effect switch
        {
            Effect.JoinAll or Effect.TryJoinAll => JoinArguments(call, call, isCertain: true, state),
            Effect.TryJoin when KeyOf(call, effect) is { } key => JoinAwaited(key, call, state),
            _ => state,
        };
    }

    private static IOperation? KeyOf(IInvocationOperation call, MemberEffect effect)
    {
        if (effect.KeyParameter == MemberEffect.Absent)
        {
            return call.Instance;
        }

        return ArgumentOf(call, effect.KeyParameter)?.Value;
    }

    private static IArgumentOperation? ArgumentOf(IInvocationOperation call, int ordinal)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
            {
                return argument;
            }
        }

        return null;
    }

    /// <summary>Whether the call waits as long as it takes.</summary>
    private bool IsInfinite(IInvocationOperation call, MemberEffect effect)
    {
        if (effect.TimeoutParameter == MemberEffect.Absent || ArgumentOf(call, effect.TimeoutParameter) is not { } argument)
        {
            return effect.Effect is not (Effect.TryJoin or Effect.TryJoinAll);
        }

        return Body.Definitions.SkipWrappers(argument.Value) switch
        {
            { ConstantValue: { HasValue: true, Value: null or -1 or -1L } } => true,
            IDefaultValueOperation { Type: { } type } => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T,
            IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" } => true,
            _ => false,
        };
    }
}
