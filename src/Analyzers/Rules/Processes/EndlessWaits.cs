using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the waits of a type for bodies that do not end.</summary>
internal sealed class EndlessWaits
{
    /// <summary>OperationKind.CollectionExpression, which Roslyn 4.5 has no name for.</summary>
    private const int CollectionExpression = 127;

    private readonly HandleFlows flows;
    private readonly EndlessLoops loops;
    private readonly Dictionary<IFieldSymbol, HandleSources> sources = new(SymbolEqualityComparer.Default);
    private readonly TypeFacts type;

    public EndlessWaits(TypeFacts type)
    {
        this.type = type;
        flows = type.Analysis(static facts => new HandleFlows(facts));
        loops = new(type);
    }

    /// <summary>The waits of a body after which there is still something to do: a program that only lives for its threads waits for them on purpose.</summary>
    public IEnumerable<(IOperation Wait, IOperation Handle, bool IsProcess)> In(Body body)
    {
        var waits = body.Operations.All
            .Select(operation => (Wait: operation, Handles: HandlesOf(operation, body)))
            .Where(static wait => !wait.Handles.IsEmpty && FollowingWork.IsBehind(wait.Wait))
            .ToList();
        if (waits.Count == 0)
        {
            return [];
        }

        var views = new Dictionary<IOperation, HandleView>();
        flows.Of(body).Visit((operation, handles) =>
        {
            if (waits.Exists(wait => wait.Wait == operation))
            {
                views[operation] = handles;
            }
        });
        return waits
            .Select(wait => (wait.Wait, Handle: wait.Handles.FirstOrDefault(handle => IsEndless(handle, wait.Wait, views.TryGetValue(wait.Wait, out var view) ? view : null, body))))
            .Where(static found => found.Handle is not null)
            .Select(found => (found.Wait, found.Handle!, type.Model.KindOf(found.Handle!.Type) == PrimitiveKind.Process));
    }

    private static bool IsMeant(PrimitiveKind kind) => kind is PrimitiveKind.Thread or PrimitiveKind.Task or PrimitiveKind.Process;

    /// <summary>What the operation waits for as long as it takes, one by one: handles, or collections of them.</summary>
    private static ImmutableArray<IOperation> HandlesOf(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IAwaitOperation { Operation: var awaited }:
                return PartsOf(awaited, body);

            case IInvocationOperation call when body.Model.EffectOf(call) is { IsAsync: false } effect && !IsCancellable(call):
                return effect.Effect switch
                {
                    Effect.Join or Effect.TryJoin when call.Instance is { } handle && WaitTimes.Of(effect, call) == WaitTime.Infinite => PartsOf(handle, body),
                    Effect.JoinAll or Effect.TryJoinAll when WaitTimes.Of(effect, call) == WaitTime.Infinite => ArgumentsOf(call, body),
                    _ => ImmutableArray<IOperation>.Empty,
                };

            case IPropertyReferenceOperation { Instance: { } handle } property when body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join }:
                return PartsOf(handle, body);

            default:
                return ImmutableArray<IOperation>.Empty;
        }
    }

    /// <summary>The handle, or all of them where the value is <c>Task.WhenAll(a, b)</c>; a view of a handle, such as its awaiter, is the handle.</summary>
    private static ImmutableArray<IOperation> PartsOf(IOperation value, Body body)
    {
        while (body.Definitions.SkipWrappers(value) is IInvocationOperation { Instance: { } receiver } view && body.Model.EffectOf(view) is { } effect
            && (effect.ReturnsReceiver || effect is { Effect: Effect.Join, IsAsync: true }))
        {
            if (IsCancellable(view))
            {
                return ImmutableArray<IOperation>.Empty;
            }

            value = receiver;
        }

        return body.Definitions.Origin(value) is IInvocationOperation call && body.Model.EffectOf(call) is { Effect: Effect.JoinAll } ? ArgumentsOf(call, body) : ImmutableArray.Create(value);
    }

    private static ImmutableArray<IOperation> ArgumentsOf(IInvocationOperation call, Body body) => call.Arguments.SelectMany(argument => body.Definitions.SkipWrappers(argument.Value) switch
    {
        IArrayCreationOperation { Initializer: { } all } => all.ElementValues.AsEnumerable(),
        { Kind: (OperationKind)CollectionExpression } all => all.ChildOperations,
        _ => [argument.Value],
    }).ToImmutableArray();

    private static bool IsCancellable(IInvocationOperation wait) => wait.Arguments.Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: nameof(CancellationToken) });

    private bool IsEndless(IOperation handle, IOperation wait, HandleView? view, Body body)
    {
        if (body.Definitions.Origin(handle) is IInvocationOperation call && CallSite.Of(call, body) is { Callee: { Method.IsAsync: true } callee })
        {
            return loops.IsEndless(callee);
        }

        if (view?.Of(handle) is { } known)
        {
            return !known.Must(HandleStates.Joined) && !known.Must(HandleStates.New)
                && (known.Births.Any() ? IsEndless(known, body) : IsEndlessInField(handle, body));
        }

        return view?.ElementsOf(handle) is { } elements
            ? elements.Any(element => element.Births.Any() && !element.Must(HandleStates.Joined) && element.Births.All(birth => !ConditionalCode.IsBetween(birth.Syntax, wait.Syntax)) && IsEndless(element, body))
            : IsEndlessInField(handle, body);
    }

    /// <summary>A process that others know may be ended by them.</summary>
    private bool IsEndless(Handle handle, Body body) =>
        !(handle is { IsEscaped: true, Kind: PrimitiveKind.Process })
        && flows.CreationsOf(handle, body).All(made => StartedWork.Of(made.Creation, made.Context) is { } work && loops.IsEndless(work));

    /// <summary>Handles that come from other methods of the type, through a private field.</summary>
    private bool IsEndlessInField(IOperation handle, Body body)
    {
        var origin = body.Definitions.Origin(handle);
        if ((HandleSources.HolderOf(origin, body) ?? (HandleSources.CollectionOf(origin, body) is { } collection ? HandleSources.HolderOf(collection, body) : null)) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field)
        {
            return false;
        }

        if (!sources.TryGetValue(field, out var known))
        {
            sources.Add(field, known = new(type.Model, type.Bodies.Where(other => other.Mentions(field)), IsMeant));
        }

        return known.Of(origin, body) is { IsComplete: true, Creations.Count: > 0 } set
            && set.Creations.All(creation => StartedWork.ContextOf(creation, type) is { } context && StartedWork.Of(creation, context) is { } work && loops.IsEndless(work));
    }
}
