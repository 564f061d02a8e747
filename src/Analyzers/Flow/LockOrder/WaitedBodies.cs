using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Which bodies must have ended before an operation that waits without a limit goes on.</summary>
internal sealed class WaitedBodies(TypeFacts type)
{
    private static readonly WordSet Makers = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (kind, member) =>
        ForkJoins.Starts(kind, member) || (member.Effect == Effect.Create && kind.Kind is PrimitiveKind.Thread or PrimitiveKind.Task)));

    private HandleSources? sources;

    private HandleSources Sources => sources ??= new(type.Model, type.Bodies.Where(static body => body.ContainsAny(Makers)));

    public IEnumerable<StartedBody> At(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IAwaitOperation wait:
                return OfAwaited(wait.Operation, operation, body);

            case IPropertyReferenceOperation { Instance: { } task } property when type.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join }:
                return OfHandle(task, operation, body);

            case IInvocationOperation call when type.Model.EffectOf(call) is { } effect:
                return OfCall(call, effect, body);

            default:
                return [];
        }
    }

    private IEnumerable<StartedBody> OfCall(IInvocationOperation call, MemberEffect effect, Body body) => effect switch
    {
        { IsAsync: true } => [],
        { Effect: Effect.ParallelInvoke } => BodiesOf(call.Arguments, effect, body),
        { Effect: Effect.Join or Effect.TryJoin, Type.Kind: PrimitiveKind.Process } when call.Instance is { } process && WaitTimes.Of(effect, call) == WaitTime.Infinite => HandlersOf(process, body),
        { Effect: Effect.Join or Effect.TryJoin } when call.Instance is { } handle && WaitTimes.Of(effect, call) == WaitTime.Infinite => OfHandle(handle, call, body),
        { Effect: Effect.JoinAll or Effect.TryJoinAll } when WaitTimes.Of(effect, call) == WaitTime.Infinite => OfAll(call, effect, body),
        _ => [],
    };

    private IEnumerable<StartedBody> OfAwaited(IOperation awaited, IOperation wait, Body body)
    {
        if (LockEvents.CallBehind(awaited, body) is { } call && type.Model.EffectOf(call) is { IsAsync: true } effect)
        {
            return effect.Effect switch
            {
                Effect.JoinAll => OfAll(call, effect, body),
                Effect.ParallelInvoke => BodiesOf(call.Arguments, effect, body),
                _ => [],
            };
        }

        return OfHandle(awaited, wait, body);
    }

    private IEnumerable<StartedBody> OfAll(IInvocationOperation call, MemberEffect effect, Body body)
    {
        if (call.ArgumentFor(effect.KeyParameter) is not { } argument)
        {
            return [];
        }

        // With params the elements stand in the call: in an array, or in a span that an older Roslyn has no name for.
        var given = body.Definitions.SkipWrappers(argument.Value);
        return given is IArrayCreationOperation { Initializer: { } initializer } ? initializer.ElementValues.SelectMany(handle => OfHandle(handle, call, body))
            : argument.ArgumentKind is not (ArgumentKind.Explicit or ArgumentKind.DefaultValue) ? given.ChildOperations.SelectMany(handle => OfHandle(handle, call, body))
            : OfSources(given, body);
    }

    private IEnumerable<StartedBody> OfHandle(IOperation value, IOperation wait, Body body)
    {
        var handle = body.Definitions.SkipWrappers(value);
        while (handle is IInvocationOperation { Instance: { } receiver } call && type.Model.EffectOf(call) is { ReturnsReceiver: true })
        {
            handle = body.Definitions.SkipWrappers(receiver);
        }

        return IsOver(handle, wait, body) ? [] : OfSources(handle, body);
    }

    /// <summary>It has ended already, or has not been started.</summary>
    private bool IsOver(IOperation handle, IOperation wait, Body body)
    {
        var isOver = false;
        type.Analysis(static facts => new HandleFlows(facts)).Of(body).Visit((operation, handles) =>
            isOver |= operation == wait && handles.Of(handle) is { } known && (known.Must(HandleStates.Joined) || known.Must(HandleStates.New)));
        return isOver;
    }

    private IEnumerable<StartedBody> OfSources(IOperation handles, Body body)
    {
        var set = Sources.Of(handles, body);
        if (!set.IsComplete || !IsReachedThroughThis(handles, body))
        {
            yield break;
        }

        foreach (var creation in set.Creations)
        {
            if (ContextOf(creation) is not { } context || Calls.EffectOf(creation, context) is not { } effect)
            {
                continue;
            }

            var arguments = creation switch
            {
                IInvocationOperation call => call.Arguments,
                IObjectCreationOperation created => created.Arguments,
                _ => ImmutableArray<IArgumentOperation>.Empty,
            };
            foreach (var started in BodiesOf(arguments, effect, context))
            {
                yield return started;
            }
        }
    }

    /// <summary>The thread that another object holds needs that object's locks.</summary>
    private static bool IsReachedThroughThis(IOperation handles, Body body) =>
        AccessPaths.Of(handles, body) is not { } path || path.Root == PathRoot.Static || path.Members.IsEmpty || path is { Root: PathRoot.This, Members.Length: 1 };

    private static IEnumerable<StartedBody> BodiesOf(IEnumerable<IArgumentOperation> arguments, MemberEffect effect, Body context)
    {
        foreach (var argument in arguments.Where(argument => argument.Parameter is { } parameter && effect.BodyParameters.Contains(parameter.Ordinal)))
        {
            var values = context.Definitions.SkipWrappers(argument.Value) is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues : ImmutableArray.Create(argument.Value);
            foreach (var value in values)
            {
                if (BodyFinder.OfDelegate(value, context) is { } started)
                {
                    yield return started;
                }
            }
        }
    }

    /// <summary>A process has not exited for its waiter before the handlers of its output have run.</summary>
    private IEnumerable<StartedBody> HandlersOf(IOperation process, Body body)
    {
        if (AccessPaths.Of(process, body) is not { } waited)
        {
            yield break;
        }

        foreach (var operation in body.Outermost.SelfAndNested.SelectMany(static nested => nested.Operations.All))
        {
            if (operation is IEventAssignmentOperation { Adds: true } subscription
                && body.Definitions.SkipWrappers(subscription.EventReference) is IEventReferenceOperation { Instance: { } source } reference
                && type.Model.EffectOf(reference.Event) is { Effect: Effect.Subscribe } effect && effect.Streams != ProcessStreams.None
                && waited.Equals(AccessPaths.Of(source, body))
                && BodyFinder.OfDelegate(subscription.HandlerValue, body) is { } handler)
            {
                yield return handler;
            }
        }
    }

    private Body? ContextOf(IOperation creation)
    {
        foreach (var body in type.Bodies.Where(body => body.Syntax.SyntaxTree == creation.Syntax.SyntaxTree && body.Syntax.Span.Contains(creation.Syntax.Span)))
        {
            return body.SelfAndNested.LastOrDefault(nested => nested.Operations.All.Contains(creation));
        }

        return null;
    }
}
