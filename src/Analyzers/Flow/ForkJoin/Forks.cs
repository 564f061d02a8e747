using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Finds what a body starts on other threads, as far as the started bodies are known and write something the parent can see.</summary>
/// <param name="parent">The body that starts them.</param>
/// <param name="sources">Where the handles of the type come from.</param>
/// <param name="onlyWriters">
/// False: also bodies that only read, work for the thread pool, and methods of other types, of which nothing is known but the object they are called on.
/// </param>
/// <param name="forUpdates">Also bodies that run until they are told to stop, and handles that a method around the parent joins: no end of them is asked for.</param>
internal sealed class Forks(Body parent, HandleSources sources, bool onlyWriters = true, bool forUpdates = false)
{
    private const int MaxForks = 32;

    /// <summary>Each with the place of its start; empty where nothing can be said.</summary>
    public ImmutableArray<Fork> Find() => Find(withUnknown: false);

    /// <summary>Also those of whose bodies nothing is known, or that write nothing: for the question which handles run.</summary>
    public ImmutableArray<Fork> FindAll() => Find(withUnknown: true);

    private ImmutableArray<Fork> Find(bool withUnknown)
    {
        var forks = ImmutableArray.CreateBuilder<Fork>();
        foreach (var operation in parent.Operations.All)
        {
            foreach (var creation in StartedBy(operation))
            {
                if (ForkOf(operation, creation, withUnknown) is { } fork)
                {
                    forks.Add(fork);
                }
            }
        }

        return forks.Count > MaxForks ? ImmutableArray<Fork>.Empty : forks.ToImmutable();
    }

    private IReadOnlyList<IOperation> StartedBy(IOperation operation)
    {
        if (operation is not IInvocationOperation call)
        {
            return [];
        }

        if (parent.Model.EffectOf(call) is not { } effect || effect.Type.Kind == PrimitiveKind.Unsynchronized)
        {
            return HelperAt(call, parent) is { Factory.IsStarted: true } ? [call] : StartedByEach(call);
        }

        switch (effect.Effect)
        {
            case Effect.CreateStarted when sources.IsHandle(call.Type):
                return [call];

            case Effect.Start when call.Instance is { } handle && sources.IsHandle(handle.Type):
                var set = IsElement(handle) ? sources.Of(handle, parent) : sources.Latest(handle, call, parent);
                return set.IsComplete ? [.. set.Creations.Where(IsStartable)] : [];

            case Effect.Submit when effect.Type.Kind == PrimitiveKind.Pool && call.TargetMethod.IsStatic:
                return [call];

            default:
                return [];
        }
    }

    /// <summary>A method of the type that makes the handle; those that start it are the business of <see cref="StartingCalls"/> where updates are asked for.</summary>
    private (CallSite Call, HandleFactory Factory)? HelperAt(IOperation operation, Body context) =>
        sources.Factories?.At(operation, context) is { } factory && !(forUpdates && factory.IsStarted) && CallSite.Of(operation, context) is { } call ? (call, factory) : null;

    /// <summary>Not what has been started by the method that has made it.</summary>
    private bool IsStartable(IOperation creation) => creation is IObjectCreationOperation || sources.Factories is null || ContextOf(creation) is not { } context || sources.Factories.At(creation, context) is null or { IsStarted: false };

    /// <summary><c>threads.ForEach(t => t.Start())</c>, and a query that starts tasks where its result is put into a list or array.</summary>
    private IReadOnlyList<IOperation> StartedByEach(IInvocationOperation call)
    {
        if (call.TargetMethod is { Name: "ToList" or "ToArray", ContainingType.Name: "Enumerable" })
        {
            var made = sources.Of(call, parent);
            return made.IsComplete && made.Creations.All(creation => ContextOf(creation) is { } context && context != parent && IsStartedIn(context, creation, call)) ? made.Creations : [];
        }

        return HandleUses.ForEach(call, parent) is { } each && each.Effects.Contains(Effect.Start) && !each.Effects.Any(EffectGroups.IsJoin) && sources.Of(each.Collection, parent) is { IsComplete: true } set ? set.Creations : [];
    }

    /// <summary>The selector of the query starts what it makes: a lambda of the call, or a method of the type.</summary>
    private bool IsStartedIn(Body selector, IOperation creation, IInvocationOperation query)
    {
        if (selector.IsAnonymous && !query.Syntax.Span.Contains(creation.Syntax.Span))
        {
            return false;
        }

        return (selector.IsAnonymous && (Calls.EffectOf(creation, selector) is { Effect: Effect.CreateStarted } || HelperAt(creation, selector) is { Factory.IsStarted: true }))
            || (!forUpdates && sources.Factories?.OfSelector(selector) is { IsStarted: true });
    }

    private bool IsElement(IOperation handle) => HandleSources.CollectionOf(handle, parent) is not null;

    private Fork? ForkOf(IOperation start, IOperation creation, bool withUnknown)
    {
        // The creation may stand in another body of the type; its arguments mean something there.
        if (ContextOf(creation) is not { } context
            || (creation.Parent is not ISimpleAssignmentOperation && HandleUses.IsEscape(creation, context))
            || (EffectsOf(creation, start, context) ?? (withUnknown ? new(ImmutableArray<Access>.Empty, BodyTraits.Opaque) : null)) is not { } effects)
        {
            return null;
        }

        var held = HeldWith(creation);
        if ((!withUnknown && !IsOfInterest(effects)) || held.Keys.Any(IsUsedElsewhere))
        {
            return null;
        }

        var helper = HelperAt(creation, context);
        var handle = helper?.Factory.Handles[0].Creation.Type ?? creation.Type;

        return new(start, creation, start == creation ? null : ((IInvocationOperation)start).Instance, effects)
        {
            Held = held,
            Call = helper?.Call,
            IsRepeated = helper is { Factory.IsCollection: true } || IsRepeated(creation),
            IsTask = parent.Model.KindOf(handle) == PrimitiveKind.Task,
            IsProcess = sources.IsProcess(handle),
        };
    }

    private bool IsOfInterest(BodyEffects effects) =>
        (forUpdates || !effects.Has(BodyTraits.Service)) && (!onlyWriters || effects.Accesses.Any(static access => access.IsWrite));

    private BodyEffects? EffectsOf(IOperation creation, IOperation start, Body context)
    {
        if (HelperAt(creation, context) is (var call, var factory))
        {
            return EffectsOf(factory, call);
        }

        if (sources.IsProcess(creation.Type))
        {
            return forUpdates ? null : RemoteEffects.Of(creation, context, withUses: !onlyWriters);
        }

        var effects = BodyOf(creation, start, context) is { } started ? EffectCollector.Of(started, parent) : onlyWriters ? ForeignEffectsOf(creation, start, context) : null;
        if (onlyWriters || context != parent || TargetOf(creation) is not { } target)
        {
            return effects;
        }

        // The object on which the method is called is used, whatever the method does. One of another type may do anything.
        return new((effects?.Accesses ?? ImmutableArray<Access>.Empty).Add(target), effects?.Traits ?? BodyTraits.Opaque);
    }

    /// <summary>What the bodies do that a method of the type has made handles for, in the words of its caller.</summary>
    private BodyEffects? EffectsOf(HandleFactory factory, CallSite call)
    {
        var helper = new Forks(call.Callee, sources, onlyWriters, forUpdates);
        var all = new List<BodyEffects>();
        foreach (var (creation, start, context) in factory.Handles)
        {
            var own = helper.EffectsOf(creation, start ?? creation, context)?.InCaller(call);
            var given = GivenBodies.EffectsOf(Target(creation, Calls.EffectOf(creation, context)), context, call);
            if ((own is not null && given is not null ? own.And(given) : own ?? given) is not { } effects)
            {
                return null;
            }

            all.Add(effects);
        }

        // Of several handles one is returned, and only what all would write is written for certain.
        return factory.IsCollection
            ? all.Aggregate(static (one, other) => one.And(other))
            : new(
                all.SelectMany(static effects => effects.Accesses).Where(access => !access.IsWrite || all.TrueForAll(effects => effects.Accesses.Any(other => other.IsWrite && other.Location.Equals(access.Location)))).ToImmutableArray(),
                all.Aggregate(BodyTraits.None, static (traits, effects) => traits | effects.Traits));
    }

    /// <summary>What a method of another type does to the object on which it runs: a thread class of the user's own, or a worker object.</summary>
    private BodyEffects? ForeignEffectsOf(IOperation creation, IOperation start, Body context)
    {
        if (Target(creation, Calls.EffectOf(creation, context)) is { } target)
        {
            return context == parent
                && parent.Definitions.Origin(target) is IDelegateCreationOperation { Target: IMethodReferenceOperation { Instance: { } instance } reference }
                && parent.Definitions.Origin(instance) is IObjectCreationOperation
                && AccessPaths.Of(instance, parent) is { Root: PathRoot.Local } worker
                    ? ForeignResults.Of(reference.Method, worker, start)
                    : null;
        }

        return OverriddenRun(creation.Type) is { } run && HandlePath(start) is { Root: PathRoot.Local } thread ? ForeignResults.Of(run, thread, start) : null;
    }

    /// <summary>The use of the object whose method is to run.</summary>
    private Access? TargetOf(IOperation creation) =>
        Target(creation, Calls.EffectOf(creation, parent)) is { } target
        && parent.Definitions.Origin(target) is IDelegateCreationOperation { Target: IMethodReferenceOperation { Instance: { } instance } }
        && AccessPaths.Of(instance, parent) is { } path
            ? new(new(path, IsContent: false), AccessKind.Read, instance)
            : null;

    private ImmutableDictionary<ISymbol, IReadOnlyList<IOperation>> HeldWith(IOperation creation)
    {
        var held = ImmutableDictionary.CreateBuilder<ISymbol, IReadOnlyList<IOperation>>(SymbolEqualityComparer.Default);
        foreach (var holder in sources.Holders)
        {
            if (sources.Of(holder).Creations is var creations && creations.Contains(creation))
            {
                held.Add(holder, creations);
            }
        }

        return held.ToImmutable();
    }

    /// <summary>A lambda, or the body around this one, has the handle too, and may use it at any time.</summary>
    private bool IsUsedElsewhere(ISymbol holder) =>
        holder is ILocalSymbol
        && parent.Outermost.SelfAndNested
            .Where(body => body != parent && body.Method?.MethodKind != MethodKind.LocalFunction && !(forUpdates && IsAroundParent(body)) && !IsSelectorWith(holder, body))
            .SelectMany(static body => body.Operations.All)
            .Any(operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, holder));

    /// <summary>The variable is one of the lambda's own, which the parent runs and which returns the handle.</summary>
    private bool IsSelectorWith(ISymbol holder, Body body) => body.Parent == parent && SymbolEqualityComparer.Default.Equals(holder.ContainingSymbol, body.Owner);

    private bool IsAroundParent(Body body)
    {
        for (var around = parent.Parent; around is not null; around = around.Parent)
        {
            if (around == body)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeated(IOperation creation)
    {
        var isInLambda = creation.Syntax.Ancestors().Any(static node => node is LambdaExpressionSyntax { Parent: ArgumentSyntax });
        var loops = Places.LoopsAround(creation.Syntax).ToList();
        return isInLambda || (loops.Count > 0 && !loops.Any(Places.MayEndEarly));
    }

    private StartedBody? BodyOf(IOperation creation, IOperation start, Body context)
    {
        if (Calls.EffectOf(creation, context) is not { } effect)
        {
            return null;
        }

        if (Target(creation, effect) is { } target)
        {
            return BodyFinder.OfDelegate(target, context) is { } body
                ? WithArguments(body, ArgumentsOf(creation).Where(argument => argument.Parameter?.Ordinal > effect.BodyParameter), StartArguments(start), context)
                : null;
        }

        return OverriddenRun(creation.Type) is { } run && parent.Type.BodyOf(run) is { } own ? new(own, PathMap.ForInstance(HandlePath(start))) : null;
    }

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation creation) => creation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation created => created.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    };

    /// <summary>The delegate that is to run.</summary>
    private static IOperation? Target(IOperation creation, MemberEffect? effect) =>
        effect is { BodyParameter: not MemberEffect.Absent } ? ArgumentsOf(creation).FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.BodyParameter)?.Value : null;

    private Body? ContextOf(IOperation creation)
    {
        foreach (var body in parent.Type.Bodies.Where(body => body.Syntax.SyntaxTree == creation.Syntax.SyntaxTree && body.Syntax.Span.Contains(creation.Syntax.Span)))
        {
            return body.SelfAndNested.LastOrDefault(nested => nested.Operations.All.Contains(creation));
        }

        return null;
    }

    private static IEnumerable<IArgumentOperation> StartArguments(IOperation start) =>
        start is IInvocationOperation { TargetMethod.Name: "Start" } call ? call.Arguments : Enumerable.Empty<IArgumentOperation>();

    /// <summary>What the delegate is called with: the arguments after it, or those of the start.</summary>
    private static StartedBody WithArguments(StartedBody body, IEnumerable<IArgumentOperation> following, IEnumerable<IArgumentOperation> ofStart, Body context)
    {
        var map = body.Map;
        var values = following.OrderBy(static argument => argument.Parameter!.Ordinal).Select(static argument => argument.Value).ToList();
        var atStart = ofStart.Select(static argument => argument.Value).ToList();
        foreach (var parameter in body.Body.Method?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            var value = atStart.Count > parameter.Ordinal ? atStart[parameter.Ordinal] : values.Count > parameter.Ordinal ? values[parameter.Ordinal] : null;
            map = map.With(parameter, value is null ? null : AccessPaths.Of(value, context));
        }

        return body with { Map = map };
    }

    private AccessPath? HandlePath(IOperation start) =>
        start is IInvocationOperation { Instance: { } handle } && !IsElement(handle) ? AccessPaths.Of(handle, parent) : null;

    /// <summary>The override of a thread's Run in a class of the user's.</summary>
    private IMethodSymbol? OverriddenRun(ITypeSymbol? type)
    {
        for (var current = type; current is not null && current.Locations.Any(static location => location.IsInSource); current = current.BaseType)
        {
            foreach (var method in current.GetMembers("Run").OfType<IMethodSymbol>())
            {
                if (method.IsOverride && parent.Model.EffectOf(method)?.Effect == Effect.Run)
                {
                    return method;
                }
            }
        }

        return null;
    }
}
