using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>
/// The handles in all bodies of a type. Ask <c>type.Analysis(static t =&gt; new HandleFlows(t)).Of(body)</c>; each body is analysed once,
/// whichever rule asks first. Thread-safe.
/// </summary>
internal sealed class HandleFlows
{
    /// <summary>How many calls deep an analysis looks; below that a handle has escaped. Ends recursion too.</summary>
    private const int MaxDepth = 3;

    private readonly TypeFacts type;
    private readonly ConcurrentDictionary<Body, HandleResult> results = new();
    private readonly ConcurrentDictionary<(Body Callee, IParameterSymbol Parameter, HandleStates Entry, int Depth), Exit?> exits = new();
    private readonly ConcurrentDictionary<(Body Function, int Depth), Handle?> returned = new();

    public HandleFlows(TypeFacts type)
    {
        this.type = type;
        Kinds = type.Analysis(static facts => new HandleKinds(facts.Model));
        Captured = type.Analysis(static _ => new CapturedVariables());
    }

    public HandleKinds Kinds { get; }

    public CapturedVariables Captured { get; }

    /// <summary>Whether code outside of constructors may write the field or property.</summary>
    public bool MayBeWritten(ISymbol member) =>
        member is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } || type.Analysis(static facts => new TypeScan(facts)).IsReassigned(member);

    /// <summary>The states of the handles in a body; lambdas and local functions are bodies of their own.</summary>
    public HandleResult Of(Body body) => results.GetOrAdd(body, key => HasEvents(key) ? new(key, this, MaxDepth) : HandleResult.Empty);

    /// <summary>The body of a lambda or local function that stands in the given body or around it.</summary>
    public static Body? FunctionOf(IMethodSymbol function, Body near)
    {
        foreach (var body in near.Outermost.SelfAndNested)
        {
            if (body.Parent is not null && SymbolEqualityComparer.Default.Equals(body.Owner, function.OriginalDefinition))
            {
                return body;
            }
        }

        return null;
    }

    /// <summary>What a handle, or each element of a collection, is after it has been passed to a method that returns.</summary>
    /// <returns>Null where the method keeps it or hands it on.</returns>
    public Handle? Effect(Body callee, IParameterSymbol parameter, Handle handle, IOperation call, int depth)
    {
        if (depth == 0 || callee.Method is not { IsAsync: false, ReturnsByRef: false })
        {
            return null;
        }

        var states = HandleStates.None;
        var events = handle.Events;
        foreach (var entry in Each(handle.States))
        {
            var key = (callee, parameter, entry, depth);
            if (exits.GetOrAdd(key, Run) is not { } exit)
            {
                return null;
            }

            states |= exit.States;
            foreach (var effect in exit.Effects)
            {
                events = events.After(effect, call);
            }
        }

        return handle with { States = states, Events = events };
    }

    /// <summary>The handle that a function makes and returns; null where it returns another one.</summary>
    public Handle? Returned(Body function, int depth) => depth == 0 ? null : returned.GetOrAdd((function, depth), Return);

    /// <summary>The method of the type that the call runs, where it may be one that makes a handle.</summary>
    public static Body? FactoryOf(IInvocationOperation call, Body body) =>
        call.TargetMethod is { IsAsync: false, ReturnsVoid: false } method && method.IsMonomorphic()
        && body.Type.BodyOf(method) is { } callee && Factories.MayMake(callee, body.Model.KindOf(method.ReturnType))
            ? callee
            : null;

    /// <summary>The operations that may have made the handle, each with the body it stands in: a method that makes it for its caller is looked into.</summary>
    public IEnumerable<(IOperation Creation, Body Context)> CreationsOf(Handle handle, Body body) => CreationsOf(handle, body, MaxDepth);

    private IEnumerable<(IOperation Creation, Body Context)> CreationsOf(Handle handle, Body body, int depth)
    {
        foreach (var birth in handle.Births)
        {
            if (birth is IInvocationOperation call && type.Model.EffectOf(call) is null && FactoryOf(call, body) is { } callee && Returned(callee, depth) is { } made)
            {
                foreach (var inside in CreationsOf(made, callee, depth - 1))
                {
                    yield return inside;
                }
            }
            else
            {
                yield return (birth, body.Outermost.SelfAndNested.FirstOrDefault(context => context.Operations.All.Contains(birth)) ?? body);
            }
        }
    }

    private Handle? Return((Body Function, int Depth) key)
    {
        if (key.Function.Method is not { IsAsync: false } || !HasEvents(key.Function))
        {
            return null;
        }

        var flow = new HandleFlow(key.Function, this, key.Depth - 1);
        var result = flow.Run(HandleState.Start);
        return result is { IsOverBudget: false, Exit: { IsTop: false, Returned: { IsEscaped: false } made } } ? made : null;
    }

    private static IEnumerable<HandleStates> Each(HandleStates states)
    {
        for (var bit = 1; bit <= (int)states; bit <<= 1)
        {
            if (((int)states & bit) != 0)
            {
                yield return (HandleStates)bit;
            }
        }
    }

    private Exit? Run((Body Callee, IParameterSymbol Parameter, HandleStates Entry, int Depth) key)
    {
        var flow = new HandleFlow(key.Callee, this, key.Depth - 1);
        var slot = Slot.Of(key.Parameter);
        var id = HandleId.Outside(slot);
        var kind = Kinds.Of(key.Parameter.Type);
        var isCollection = kind == PrimitiveKind.None;
        kind = isCollection ? Kinds.OfElement(key.Parameter.Type) : kind;
        if (kind == PrimitiveKind.None || flow.Reader.IsShared(key.Parameter))
        {
            return null;
        }

        var handle = new Handle(kind, key.Entry, IsEscaped: false, HandleEvents.None);
        var entry = isCollection
            ? HandleState.Start with { Collections = HandleState.Start.Collections.Add(id, HandleCollection.Empty(kind).AddRest(handle)) }
            : HandleState.Start with { Handles = HandleState.Start.Handles.Add(id, handle) };
        var result = flow.Run(entry.Bind(slot, Referents.To(id)));
        if (result is not { IsOverBudget: false, Exit: { IsTop: false } exit })
        {
            return null;
        }

        var after = isCollection ? Elements(exit, id, kind) : exit.View(id, kind);
        return after is { IsEscaped: false } ? new(after.States, [.. after.Events.Effects]) : null;
    }

    private static Handle? Elements(HandleState exit, HandleId id, PrimitiveKind kind) =>
        exit.CollectionOf(id, kind) is { IsEscaped: false, Members.IsEmpty: true } ? exit.ViewRest(id, kind) : null;

    /// <summary>The cheap look that spares most bodies the analysis. The handles of a query come from its lambdas.</summary>
    private bool HasEvents(Body body)
    {
        foreach (var operation in body.SelfAndNested.SelectMany(static nested => nested.Operations.All))
        {
            var effect = operation switch
            {
                IInvocationOperation call => type.Model.EffectOf(call),
                IObjectCreationOperation { Constructor: { } constructor } => type.Model.EffectOf(constructor),
                IPropertyReferenceOperation property => type.Model.EffectOf(property.Property, isWrite: false) ?? type.Model.EffectOf(property.Property, isWrite: true),
                _ => null,
            };
            if (effect is null && operation is IInvocationOperation made && Kinds.Of(made.Type) != PrimitiveKind.None && FactoryOf(made, body) is not null)
            {
                return true;
            }

            if (effect is not null && (effect.Effect is Model.Effect.JoinAll or Model.Effect.TryJoinAll or Model.Effect.Submit || HandleProtocol.Of(effect.Type.Kind)?.Knows(effect.Effect) == true))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Exit(HandleStates States, Effect[] Effects);
}
