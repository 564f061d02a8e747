using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Finds the circles in the lock order of a type that two or more threads can close.</summary>
internal sealed class LockCycles
{
    private const int MaxLocks = 32;
    private const int MaxLength = 4;

    private readonly Dictionary<AccessPath, Dictionary<AccessPath, List<EntryEdge>>> graph = [];
    private readonly List<AccessPath> nodes = [];
    private readonly List<LockCycle> found = [];
    private readonly Lazy<Overlaps> overlaps;

    public LockCycles(TypeFacts type)
    {
        overlaps = new(() => new(type));
        Fill(type);
        if (nodes.Count <= MaxLocks)
        {
            FindPairs();
            FindLonger();
        }
    }

    public IReadOnlyList<LockCycle> All => found;

    /// <summary>Each of the two orders stands at one place only.</summary>
    public bool IsOnlyPair(LockCycle cycle) =>
        cycle.Edges.Length == 2
        && cycle.Edges.All(edge => PlacesOf(Edges(edge.Edge.Held, edge.Edge.Wanted)).Count == 1);

    private void Fill(TypeFacts type)
    {
        var orders = type.Analysis(static facts => new LockOrders(facts));
        if (orders.IsEmpty)
        {
            return;
        }

        var entries = type.Analysis(static facts => new EntryPoints(facts));
        var names = type.Analysis(static facts => new LockNames(facts));
        foreach (var body in orders.Bodies.Where(entries.IsEntry).OrderBy(static body => body.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static body => body.Syntax.SpanStart))
        {
            foreach (var edge in orders.EdgesOf(body))
            {
                if (IsShared(edge.Held, body) && IsShared(edge.Wanted, body) && names.IsSteadyLock(edge.Wanted, edge.Wanting, body) && names.IsSteadyLock(edge.Held, edge.Holding, body) && !names.MayBeOne(edge.Held, edge.Wanted))
                {
                    Add(new(body, WithSynchronized(edge, body)));
                }
            }
        }
    }

    /// <summary>Two threads may name the same object by the path: it belongs to this, is static, or was captured.</summary>
    private static bool IsShared(AccessPath path, Body entry) => path.Root switch
    {
        PathRoot.This or PathRoot.Static => true,
        PathRoot.Local or PathRoot.Parameter => path.Members.IsEmpty && entry.Outermost.Nested.Length > 0,
        _ => false,
    };

    /// <summary>The attribute holds the object, or the type, for the whole method.</summary>
    private static OrderEdge WithSynchronized(OrderEdge edge, Body entry) =>
        entry.Method is { } method && (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0
            ? edge with { Gates = edge.Gates.Add(new(method.IsStatic ? PathRoot.Static : PathRoot.This, method.IsStatic ? method.ContainingType : null, ImmutableArray<ISymbol>.Empty, isStable: true)) }
            : edge;

    private void Add(EntryEdge edge)
    {
        Number(edge.Edge.Held);
        Number(edge.Edge.Wanted);
        var targets = graph[edge.Edge.Held];
        if (!targets.TryGetValue(edge.Edge.Wanted, out var all))
        {
            targets.Add(edge.Edge.Wanted, all = []);
        }

        all.Add(edge);
    }

    private void Number(AccessPath path)
    {
        if (!graph.ContainsKey(path))
        {
            graph.Add(path, []);
            nodes.Add(path);
        }
    }

    private List<EntryEdge> Edges(AccessPath from, AccessPath to) => graph[from].TryGetValue(to, out var all) ? all : [];

    private void FindPairs()
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            for (var j = i + 1; j < nodes.Count; j++)
            {
                FindPair(Edges(nodes[i], nodes[j]), Edges(nodes[j], nodes[i]));
            }
        }
    }

    /// <summary>The rarer order is the one to change; of two that are as frequent, the one that comes later in the source.</summary>
    private void FindPair(List<EntryEdge> usual, List<EntryEdge> rare)
    {
        if (usual.Count == 0 || rare.Count == 0)
        {
            return;
        }

        var (often, seldom) = (PlacesOf(usual), PlacesOf(rare));
        if (often.Count < seldom.Count || (often.Count == seldom.Count && LockCycleOrder.Compare(often[0], seldom[0]) > 0))
        {
            (usual, rare) = (rare, usual);
        }

        foreach (var place in PlacesOf(rare))
        {
            foreach (var edge in rare.Where(edge => edge.Edge.Place == place))
            {
                if (usual.FirstOrDefault(other => CanDeadlock([edge, other])) is { } partner)
                {
                    found.Add(new(ImmutableArray.Create(edge, partner)));
                    break;
                }
            }
        }
    }

    private static List<IOperation> PlacesOf(IEnumerable<EntryEdge> edges) =>
        [.. edges.Select(static edge => edge.Edge.Place).Distinct().OrderBy(static place => place, LockCycleOrder.BySource)];

    private bool CanDeadlock(List<EntryEdge> cycle)
    {
        for (var i = 0; i < cycle.Count; i++)
        {
            if (!cycle[i].Edge.IsBlockedBy(cycle[(i + 1) % cycle.Count].Edge))
            {
                return false;
            }

            for (var j = i + 1; j < cycle.Count; j++)
            {
                if (cycle[i].Edge.SharesGateWith(cycle[j].Edge) || !overlaps.Value.Possible(cycle[i], cycle[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void FindLonger()
    {
        var reported = found.Select(static cycle => KeyOf(cycle.Edges)).ToList();
        for (var length = 3; length <= MaxLength; length++)
        {
            for (var start = 0; start < nodes.Count; start++)
            {
                Extend(nodes[start], [], start, length, reported);
            }
        }
    }

    /// <summary>Goes on from a lock to those that are wanted while it is held; a circle is found at its lock with the lowest number.</summary>
    private void Extend(AccessPath at, List<EntryEdge> path, int start, int length, List<HashSet<AccessPath>> reported)
    {
        foreach (var next in graph[at].Keys)
        {
            var isClosed = next.Equals(nodes[start]);
            if ((isClosed && path.Count < 2) || path.Count >= length || (!isClosed && (nodes.IndexOf(next) <= start || path.Any(edge => edge.Edge.Held.Equals(next) || edge.Edge.Wanted.Equals(next)))))
            {
                continue;
            }

            path.Add(Edges(at, next)[0]);
            if (!isClosed)
            {
                Extend(next, path, start, length, reported);
            }
            else if (KeyOf(path) is var key && !reported.Any(known => known.IsSubsetOf(key)) && CanDeadlock(path))
            {
                reported.Add(key);
                found.Add(new(LockCycleOrder.FromLast(path)));
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    private static HashSet<AccessPath> KeyOf(IEnumerable<EntryEdge> cycle) => [.. cycle.Select(static edge => edge.Edge.Held)];
}
