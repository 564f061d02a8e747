using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>
/// Which bodies a thread may enter with none of the type's locks held. A private method that is only called belongs to its callers; a
/// lambda that goes to unknown code may run under any lock, and nothing is said about it.
/// </summary>
internal sealed class EntryPoints
{
    private readonly Dictionary<Body, StartedAt> started = [];
    private readonly HashSet<Body> called = [];
    private readonly TypeScan scan;

    public EntryPoints(TypeFacts type)
    {
        scan = type.Analysis(static facts => new TypeScan(facts));
        var flows = type.Analysis(static facts => new LockFlows(facts));
        foreach (var body in flows.Bodies)
        {
            called.UnionWith(flows.LocksOf(body)!.Calls.Values.Where(CallCompletion.IsSynchronous).Select(static call => call.Callee));
        }

        foreach (var body in type.Bodies.Where(static body => body.ContainsAny(Starters) || Subscribes(body)).SelectMany(static body => body.SelfAndNested))
        {
            foreach (var operation in body.Operations.All)
            {
                Record(operation, body);
            }
        }
    }

    private static WordSet Starters { get; } = Vocabulary.Set(PrimitiveTable.BuiltIn.Names(static (_, member) => member.BodyParameters.Count > 0));

    /// <summary>Where another thread is given the body to run; null where none is.</summary>
    public StartedAt? StartOf(Body body) => started.TryGetValue(body, out var found) ? found : null;

    public bool IsEntry(Body body)
    {
        if (started.ContainsKey(body))
        {
            return true;
        }

        return body.Method is { } method
            && method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.AnonymousFunction or MethodKind.LocalFunction or MethodKind.Destructor)
            && (IsVisible(method) || (!called.Contains(body) && !scan.IsUsedAsDelegate(method) && !scan.CallersOf(method).Any()));
    }

    /// <summary>Two threads may be in the body at once.</summary>
    public bool MayOverlapItself(Body body) =>
        started.TryGetValue(body, out var start) ? start.IsRepeated : body.Method is { } method && !IsMain(method);

    public static bool IsMain(IMethodSymbol method) => method is { IsStatic: true, Name: WellKnownMemberNames.EntryPointMethodName or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    private static bool IsVisible(IMethodSymbol method) =>
        method.DeclaredAccessibility != Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty || method.MethodKind == MethodKind.UserDefinedOperator;

    /// <summary>Whether the body adds a handler to an event.</summary>
    private static bool Subscribes(Body body) =>
        body.Contains("+=") && BodyOperations.Evaluation(body.Root).Any(static operation => operation is IEventAssignmentOperation { Adds: true });

    private void Record(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IEventAssignmentOperation { Adds: true } subscription:
                Start(subscription.HandlerValue, operation, body, isRepeated: true);
                break;

            case IInvocationOperation call when body.Model.EffectOf(call) is { BodyParameters.Count: > 0 } effect:
                Record(call.Arguments, effect, operation, body);
                break;

            case IObjectCreationOperation creation when body.Model.EffectOf(creation) is { BodyParameters.Count: > 0 } effect:
                Record(creation.Arguments, effect, operation, body);
                break;
        }
    }

    private void Record(IEnumerable<IArgumentOperation> arguments, MemberEffect effect, IOperation operation, Body body)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && effect.BodyParameters.Contains(parameter.Ordinal))
            {
                var isRepeated = effect.Type.Kind is PrimitiveKind.Parallel or PrimitiveKind.Timer || Places.LoopsAround(operation.Syntax).Any();
                foreach (var value in Delegates(argument.Value, body))
                {
                    Start(value, operation, body, isRepeated);
                }
            }
        }
    }

    private static ImmutableArray<IOperation> Delegates(IOperation value, Body body) =>
        body.Definitions.SkipWrappers(value) is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues : ImmutableArray.Create(value);

    private void Start(IOperation value, IOperation operation, Body body, bool isRepeated)
    {
        if (BodyFinder.OfDelegate(value, body) is { } found)
        {
            started[found.Body] = started.TryGetValue(found.Body, out var other) ? other with { IsRepeated = true } : new(operation, body, isRepeated);
        }
    }
}
