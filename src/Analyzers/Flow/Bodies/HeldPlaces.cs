using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The operations before which a body holds a lock, whichever it is, or may hold one.</summary>
internal sealed class HeldPlaces(TypeFacts type)
{
    private readonly LockFlows flows = type.Analysis(static facts => new LockFlows(facts));
    private readonly Dictionary<Body, HashSet<IOperation>?> places = [];

    public bool IsAnyHeld(IOperation operation, Body body)
    {
        lock (places)
        {
            if (!places.TryGetValue(body, out var held))
            {
                places.Add(body, held = Find(body));
            }

            return held?.Contains(operation) == true;
        }
    }

    /// <summary>The field that a <c>lock</c> statement around the operation locks, as code of the same type can write it.</summary>
    public string? NameOfLock(IOperation operation)
    {
        string? name = null;
        foreach (var body in flows.Bodies)
        {
            if (!body.Syntax.Span.Contains(operation.Syntax.Span) || body.Syntax.SyntaxTree != operation.Syntax.SyntaxTree)
            {
                continue;
            }

            flows.ResultOf(body)!.Visit((current, before) =>
            {
                if (current == operation)
                {
                    name = before.MustHeld.Where(key => key is { Root: PathRoot.This or PathRoot.Static, Members: [IFieldSymbol] } && before[key].Modes is LockMode.Exclusive && IsTaken(body, before[key]))
                        .Select(static key => key.ToString()).FirstOrDefault();
                }
            });
        }

        return name;
    }

    private bool IsTaken(Body body, LockValue value) =>
        value.Sites is [var site] && flows.LocksOf(body)!.Events.TryGetValue(site, out var taken) && taken.Effect.Type.SimpleName is "Monitor" or "Lock" && !taken.Effect.Type.IsRuntime;

    /// <summary>Takes a lock that has no name here: an element of a table of locks, the result of a call.</summary>
    private bool IsUnnamedAcquire(IOperation operation, Body body) =>
        operation is IInvocationOperation call
        && body.Model.EffectOf(call) is { Effect: Effect.Acquire or Effect.TryAcquire or Effect.AcquireAll or Effect.TryAcquireAll }
        && !flows.LocksOf(body)!.Events.ContainsKey(operation);

    private HashSet<IOperation>? Find(Body body)
    {
        if (flows.ResultOf(body) is not { } result)
        {
            return null;
        }

        var held = new HashSet<IOperation>();
        if (result.IsOverBudget || body.Operations.All.Any(operation => IsUnnamedAcquire(operation, body)))
        {
            held.UnionWith(body.Operations.All);
        }

        result.Visit((operation, before) =>
        {
            if (before.Keys.Any(key => before[key].IsMayHeld))
            {
                held.Add(operation);
            }
        });
        return held;
    }
}
