using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>Calls: the events of the protocols, and what other code may do to a handle.</content>
internal sealed partial class HandleFlow
{
    private HandleState Create(IObjectCreationOperation creation, HandleState state)
    {
        var kind = reader.KindOf(creation);
        if (kind != PrimitiveKind.None)
        {
            state = EscapeArguments(creation.Arguments, state);
            var effect = creation.Constructor is { } constructor && Model.EffectOf(constructor) is { Effect: Effect.CreateStarted } ? Effect.CreateStarted : Effect.Create;
            state = Make(creation, kind, effect, state);

            // The constructor of a derived type may start the object it makes, and hand it to others.
            return creation.Constructor is { DeclaringSyntaxReferences.IsEmpty: false } && Model.EffectOf(creation.Constructor) is null
                ? AfterUnseenCode(creation, isOwnCode: true, state.Escape(Referents.To(HandleId.Latest(creation)), kind))
                : state;
        }

        if (Kinds.OfElement(creation.Type) is not PrimitiveKind.None and var elementKind)
        {
            // new List<Thread>(others): a copy.
            return creation.Arguments.FirstOrDefault(argument => reader.IsTracked(argument.Value)) is { } source
                ? AddElementsOf(Referents.To(HandleId.Latest(creation)), source.Value, elementKind, state.MakeCollection(creation, HandleCollection.Empty(elementKind)))
                : state.MakeCollection(creation, HandleCollection.Empty(elementKind));
        }

        state = EscapeArguments(creation.Arguments, state);
        return creation.Constructor is { } other && IsUnseen(other, creation.Arguments) ? AfterUnseenCode(creation, IsOwnCode(other, creation.Arguments), state) : state;
    }

    private static HandleState Make(IOperation site, PrimitiveKind kind, Effect effect, HandleState state)
    {
        var protocol = HandleProtocol.Of(kind)!;
        var states = protocol.Knows(effect) ? protocol.Next(effect, HandleStates.None) : protocol.All;
        return state.Make(site, new(kind, states, IsEscaped: false, HandleEvents.None.After(effect, site)));
    }

    private HandleState Call(IInvocationOperation call, HandleState state)
    {
        if (call.TargetMethod.Name == "MoveNext" && call.Instance is { } enumerator && reader.LoopOver(enumerator) is { } loop)
        {
            return state.EndRound(loop);
        }

        // Collections have rows in the table too; what they mean for their elements is another matter.
        var effect = EffectOf(call);
        if (effect is not null && HandleProtocol.Of(effect.Type.Kind) is not null)
        {
            return CallOnPrimitive(call, effect, state);
        }

        if (CallOnCollection(call, state) is { } changed)
        {
            return changed;
        }

        if (effect is not null)
        {
            return CallOnPrimitive(call, effect, state);
        }

        if (call is { TargetMethod: { Name: "GetResult", Parameters.IsEmpty: true }, Instance: { } awaited })
        {
            return JoinAwaited(awaited, call, state).Later();
        }

        return CallOther(call, state);
    }

    private HandleState CallOnPrimitive(IInvocationOperation call, MemberEffect effect, HandleState state)
    {
        var key = KeyOf(call, effect);
        foreach (var argument in call.Arguments)
        {
            state = ReferenceEquals(argument.Value, key) || effect.Effect is Effect.JoinAll or Effect.TryJoinAll or Effect.JoinAny ? state : EscapeArgument(argument, state);
        }

        if (effect.Effect is Effect.Create or Effect.CreateStarted or Effect.Submit && reader.KindOf(call) is not PrimitiveKind.None and var made)
        {
            return Make(call, made, effect.Effect, state);
        }

        // What is asynchronous happens when its task is awaited.
        if (!effect.IsAsync)
        {
            state = Happen(call, effect, call, state);
        }

        return effect.Effect switch
        {
            Effect.None or Effect.Create or Effect.CreateStarted or Effect.Start or Effect.Configure or Effect.Submit or Effect.QueryAlive => state,
            Effect.ParallelInvoke or Effect.Run => AfterUnseenCode(call, isOwnCode: true, state),
            _ => state.Later(),
        };
    }

    /// <summary>What the call does, also where it goes through an interface, as that of a using statement, or to a method that the type inherits.</summary>
    private MemberEffect? EffectOf(IInvocationOperation call)
    {
        if (Model.EffectOf(call.TargetMethod) is { } effect)
        {
            return effect;
        }

        return call.Instance is { } instance && reader.KindOf(instance) != PrimitiveKind.None && IsFramework(call.TargetMethod)
            ? Model.TypeOf(HandleReader.Strip(instance).Type)?.Members.FirstOrDefault(member =>
                member.Name == call.TargetMethod.Name && member.IsSetter is null && (member.Parameters?.Count ?? call.TargetMethod.Parameters.Length) == call.TargetMethod.Parameters.Length)
            : null;
    }

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
            return state;
        }

        var referents = reader.Eval(target, state);
        return referents.Single is null && reader.SlotOf(HandleReader.Strip(target)) is { Index: null, Loop: null } slot && !(slot.Path?.Symbol is { } variable && reader.IsShared(variable))
            ? EventOnOneOf(referents, slot, kind, effect, at, state)
            : Event(referents, kind, effect, at, state);
    }

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

    private HandleState CallOther(IInvocationOperation call, HandleState state)
    {
        if (!TryApplyCallee(call, ref state))
        {
            state = EscapeArguments(call.Arguments, state);
            state = call.Instance is { } instance && Kinds.IsTracked(instance.Type) && !IsFramework(call.TargetMethod) ? Escape(instance, state) : state;
        }

        foreach (var argument in call.Arguments)
        {
            state = argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out ? Overwrite(argument.Value, argument, state) : state;
        }

        return IsUnseen(call.TargetMethod, call.Arguments) ? AfterUnseenCode(call, IsOwnCode(call.TargetMethod, call.Arguments), state) : LaterIfPassed(call, state);
    }

    /// <summary>The framework got a handle: it may wait for it, or start it.</summary>
    private HandleState LaterIfPassed(IInvocationOperation call, HandleState state) =>
        call.Arguments.Any(argument => reader.IsTracked(argument.Value)) ? state.Later() : state;

    /// <summary>A method of the same type does to its parameters what its body does.</summary>
    private bool TryApplyCallee(IInvocationOperation call, ref HandleState state)
    {
        if (!call.TargetMethod.IsMonomorphic() || Body.Type.BodyOf(call.TargetMethod) is not { } callee || call.TargetMethod.IsAsync || callee.Method is null)
        {
            return false;
        }

        var result = state;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || !reader.IsTracked(argument.Value))
            {
                continue;
            }

            if (!TryApplyCallee(argument, callee.Method.Parameters[parameter.Ordinal], callee, call, ref result))
            {
                return false;
            }
        }

        state = result;
        return true;
    }

    private bool TryApplyCallee(IArgumentOperation argument, IParameterSymbol parameter, Body callee, IOperation call, ref HandleState state)
    {
        var referents = reader.Eval(argument.Value, state);
        if (parameter.RefKind != RefKind.None || referents.IsUnknown)
        {
            return false;
        }

        if (reader.KindOf(argument.Value) is PrimitiveKind.None)
        {
            return referents.Single is { } id && TryApplyToAll(id, reader.ElementKindOf(argument.Value), callee, parameter, call, state, out state);
        }

        var succeeded = true;
        state = state.Apply(referents, reader.KindOf(argument.Value), handle => Summarize(handle, isPossible: false), handle => Summarize(handle, isPossible: true));
        return succeeded;

        Handle Summarize(Handle handle, bool isPossible)
        {
            if (flows.Effect(callee, parameter, handle, call, depth) is not { } after)
            {
                succeeded = false;
                return handle;
            }

            return isPossible ? handle.Join(after) : after;
        }
    }

    private HandleState Read(IPropertyReferenceOperation property, HandleState state)
    {
        if (property.Parent is IAssignmentOperation assignment && ReferenceEquals(assignment.Target, property) && assignment is ISimpleAssignmentOperation)
        {
            return state;
        }

        if (Model.EffectOf(property.Property, isWrite: false) is { } effect && HandleProtocol.Of(effect.Type.Kind) is not null)
        {
            return property.Instance is not { } instance ? state
                : effect.Effect == Effect.Join ? JoinAwaited(instance, property, state).Later()
                : Event(instance, effect.Effect, property, state);
        }

        if (property.Property.IsIndexer)
        {
            state = ReadElement(property, state);
        }

        return IsFramework(property.Property) || property.Property.IsAutoProperty() ? state : AfterUnseenCode(property, isOwnCode: true, state);
    }

    private HandleState EscapeArguments(IEnumerable<IArgumentOperation> arguments, HandleState state) => arguments.Aggregate(state, (current, argument) => EscapeArgument(argument, current));

    private HandleState EscapeArgument(IArgumentOperation argument, HandleState state) => reader.IsTracked(argument.Value) ? Escape(argument.Value, state) : state;

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

    /// <summary>The code that a delegate runs, where it is plain to see.</summary>
    private Body? Callee(IOperation function) => Body.Definitions.SkipWrappers(function) switch
    {
        IDelegateCreationOperation creation => Callee(creation.Target),
        IFlowAnonymousFunctionOperation lambda => HandleFlows.FunctionOf(lambda.Symbol, Body),
        IMethodReferenceOperation method when method.Method.IsMonomorphic() => Body.Type.BodyOf(method.Method) ?? HandleFlows.FunctionOf(method.Method, Body),
        _ => null,
    };

    /// <summary>Whether a lambda is an argument of a call that runs it before it returns, and forgets it.</summary>
    private static bool IsRunInPlace(IFlowAnonymousFunctionOperation lambda) =>
        lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } }
        && CollectionMembers.Of(call.TargetMethod.Name) == CollectionEffect.ForEach
        && IsFramework(call.TargetMethod);

    /// <summary>Whether a call can run code that reaches handles which others can reach.</summary>
    private static bool IsUnseen(IMethodSymbol method, IEnumerable<IArgumentOperation> arguments) =>
        !IsFramework(method)
        || method.MethodKind == MethodKind.DelegateInvoke
        || arguments.Any(static argument => argument.Value.Type?.TypeKind == TypeKind.Delegate);

    /// <summary>Whether a call can run code of the type that the body is in.</summary>
    private bool IsOwnCode(IMethodSymbol method, IEnumerable<IArgumentOperation> arguments) =>
        !method.IsMonomorphic()
        || method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction
        || SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition.OutermostType(), Body.Type.Symbol)
        || arguments.Any(static argument => argument.Value.Type?.TypeKind == TypeKind.Delegate || HandleReader.Strip(argument.Value) is IInstanceReferenceOperation);

    private static bool IsFramework(ISymbol member) =>
        member.DeclaringSyntaxReferences.IsEmpty
        && member.ContainingAssembly is { Name: var name }
        && (name.StartsWith("System", StringComparison.Ordinal) || name is "mscorlib" or "netstandard")
        && !(member is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke });
}
