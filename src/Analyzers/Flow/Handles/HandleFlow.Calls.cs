using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>Calls: which of them are events of a protocol, and what other code may do to a handle.</content>
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

        // While it waits, others go on; when it returns, what it has waited for is so.
        var isQuick = effect.Effect is Effect.None or Effect.Create or Effect.CreateStarted or Effect.Start or Effect.Configure or Effect.Submit or Effect.QueryAlive;
        state = isQuick || effect.Effect is Effect.ParallelInvoke or Effect.Run ? state : state.Later();

        // What is asynchronous happens when its task is awaited; who else gets the task may wait for the handle, too.
        if (!effect.IsAsync)
        {
            state = Happen(call, effect, call, state);
        }
        else if (effect.Effect is Effect.Join or Effect.TryJoin or Effect.Consume && key is not null && !LockEvents.IsWaitedFor(call))
        {
            state = Escape(key, state);
        }

        return effect.Effect is Effect.ParallelInvoke or Effect.Run ? AfterUnseenCode(call, isOwnCode: true, state) : state;
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

        state = IsUnseen(call.TargetMethod, call.Arguments) ? AfterUnseenCode(call, IsOwnCode(call.TargetMethod, call.Arguments), state) : LaterIfPassed(call, state);
        return MadeBy(call) is { } made ? state.Make(call, made) : state;
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

                // Another view of it, on which whoever has it may wait.
                : effect.ReturnsReceiver && !Kinds.IsTracked(property.Type) ? Escape(instance, state)
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
