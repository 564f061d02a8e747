using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Which locks each body of a type takes while it holds others, itself and through the methods that it calls.</summary>
internal sealed class LockOrders
{
    private const int MaxEdges = 64;

    private readonly LockFlows flows;
    private readonly Dictionary<Body, List<OrderEdge>> edges = [];

    public LockOrders(TypeFacts type)
    {
        flows = type.Analysis(static facts => new LockFlows(facts));

        // A second round for bodies that call each other in a circle.
        for (var round = 0; round < 2; round++)
        {
            foreach (var body in flows.Bodies)
            {
                edges[body] = Find(body);
            }
        }
    }

    public IEnumerable<Body> Bodies => flows.Bodies;

    /// <summary>No body holds two locks at once, as in most types.</summary>
    public bool IsEmpty => edges.Values.All(static found => found.Count == 0);

    /// <summary>The edges as the body names the locks, those of its callees included.</summary>
    public IReadOnlyList<OrderEdge> EdgesOf(Body body) => edges.TryGetValue(body, out var found) ? found : [];

    private List<OrderEdge> Find(Body body)
    {
        var found = new List<OrderEdge>();
        var locks = flows.LocksOf(body)!;
        var comparisons = new Comparisons(body);
        flows.ResultOf(body)!.Visit((operation, before) =>
        {
            if (locks.Events.TryGetValue(operation, out var taken))
            {
                if (taken.Kind == LockEventKind.Acquire)
                {
                    AddWait(taken.Key, taken.Effect, operation, operation, before);
                }
            }
            else if (locks.Calls.TryGetValue(operation, out var call) && CallCompletion.IsSynchronous(call))
            {
                AddCall(call, before);
            }
        });
        return found;

        void AddCall(CallSite call, LockState before)
        {
            if (RunsLater(call.Callee))
            {
                return;
            }

            foreach (var acquire in flows.SummaryOf(call.Callee).Acquires)
            {
                if (call.InCaller(acquire.Key) is { } key && (acquire.IsCertain || !IsToldByCaller(call)))
                {
                    AddWait(key, acquire.Effect, acquire.Site, call.Operation, before);
                }
            }

            foreach (var inner in EdgesOf(call.Callee))
            {
                if (InCaller(inner, call, before) is { } edge)
                {
                    Add(edge);
                }
            }
        }

        void AddWait(AccessPath wanted, MemberEffect wanting, IOperation acquire, IOperation place, LockState before)
        {
            if (before[wanted] is not { Min: 0, Max: 0 })
            {
                return;
            }

            var held = before.MustHeld.ToList();
            foreach (var key in held)
            {
                if (before[key].Sites.IsEmpty || flows.EffectAt(before[key].Sites[0], key, body) is not { } taken)
                {
                    continue;
                }

                Add(new(key, before[key].Modes | taken.Mode, before[key].Sites[0], taken, wanted, wanting, acquire, place, body)
                {
                    Gates = Gates(held.Where(other => !other.Equals(key)), before),
                    IsCompared = comparisons.Decide(key, wanted),
                });
            }
        }

        OrderEdge? InCaller(OrderEdge inner, CallSite call, LockState before)
        {
            // What the caller holds already is taken again without a wait, or is a wait of the caller's own.
            if (call.InCaller(inner.Held) is not { } held || call.InCaller(inner.Wanted) is not { } wanted || held.Equals(wanted) || before[held].IsMayHeld || before[wanted].IsMayHeld)
            {
                return null;
            }

            return inner with
            {
                Held = held,
                Wanted = wanted,
                Gates = inner.Gates.Select(call.InCaller).OfType<AccessPath>().Concat(Gates(before.MustHeld, before)).ToImmutableHashSet(),
                IsCompared = inner.IsCompared || comparisons.Decide(held, wanted),
            };
        }

        void Add(OrderEdge edge)
        {
            if (found.Count < MaxEdges && !found.Any(known => known.Held.Equals(edge.Held) && known.Wanted.Equals(edge.Wanted) && known.Place == edge.Place && known.HeldSite == edge.HeldSite && known.Gates.SetEquals(edge.Gates)))
            {
                found.Add(edge);
            }
        }
    }

    private static ImmutableHashSet<AccessPath> Gates(IEnumerable<AccessPath> held, LockState state) =>
        held.Where(key => LockModes.IsExclusive(state[key].Modes) || state[key].Modes == LockMode.Permit).ToImmutableHashSet();

    /// <summary>The body of an iterator runs when its result is enumerated.</summary>
    public static bool RunsLater(Body callee) =>
        callee.Method?.ReturnType.Name is "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator"
        && callee.Syntax.DescendantNodes().Any(static node => node is YieldStatementSyntax);

    /// <summary>The call passes a constant flag, which may say that a lock is held already.</summary>
    private static bool IsToldByCaller(CallSite call) =>
        call.Callee.Method?.Parameters.Any(parameter => parameter.Type.SpecialType == SpecialType.System_Boolean || parameter.IsOptional) == true;
}
