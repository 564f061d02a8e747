using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>The lock analysis of a whole type: every body that touches a lock, itself or through its callees, with a summary each.</summary>
internal sealed class LockFlows
{
    /// <summary>Rounds over bodies that call each other in a circle.</summary>
    private const int MaxRounds = 5;

    private static readonly WordSet Words = Vocabulary.Set(PrimitiveTable.BuiltIn
        .Names(static (_, member) => member.Effect is Effect.Acquire or Effect.TryAcquire or Effect.Release)
        .Append("lock"));

    private readonly Dictionary<Body, LockBody> bodies = [];
    private readonly Dictionary<Body, FlowResult<LockState>> results = [];
    private readonly Dictionary<Body, LockSummary> summaries = [];
    private readonly List<Body> order = [];

    public LockFlows(TypeFacts type)
    {
        foreach (var body in type.BodiesThatReach(Words).SelectMany(static body => body.SelfAndNested))
        {
            bodies.Add(body, new(body));
        }

        foreach (var body in bodies.Keys)
        {
            AddCalleesFirst(body);
        }

        RunToFixpoint();
    }

    /// <summary>All bodies that were analysed, callees before their callers.</summary>
    public IReadOnlyList<Body> Bodies => order;

    public LockBody? LocksOf(Body body) => bodies.TryGetValue(body, out var found) ? found : null;

    /// <returns>Null where the body touches no lock.</returns>
    public FlowResult<LockState>? ResultOf(Body body) => results.TryGetValue(body, out var found) ? found : null;

    public LockSummary SummaryOf(Body body) => summaries.TryGetValue(body, out var found) ? found : LockSummary.Nothing;

    /// <summary>The operations of the body that release the lock, directly or by a call of a method that does.</summary>
    public IReadOnlyList<IOperation> ReleasesOf(Body body, AccessPath key)
    {
        var locks = bodies[body];
        var direct = locks.Events.Values.Where(found => found.Kind == LockEventKind.Release && found.Key.Equals(key)).Select(static found => found.Operation);
        var byCall = locks.Calls.Values
            .Where(call => SummaryOf(call.Callee).Net.Any(net => net.Min < 0 && key.Equals(call.InCaller(net.Key))))
            .Select(static call => call.Operation);
        var byScope = locks.ScopeEnds
            .Where(end => SummaryOf(end.Value.Callee).Net.Any(net => net.Max > 0 && key.Equals(end.Value.InCaller(net.Key))))
            .Select(static end => end.Key);
        return [.. direct.Concat(byCall).Concat(byScope)];
    }

    /// <summary>What the operation acquires of the lock, itself or as a call of a method that leaves it held; null where it does not.</summary>
    public MemberEffect? EffectAt(IOperation site, AccessPath key, Body body)
    {
        var locks = bodies[body];
        if (locks.Events.TryGetValue(site, out var found))
        {
            return found.Key.Equals(key) ? found.Effect : null;
        }

        return locks.Calls.TryGetValue(site, out var call)
            ? SummaryOf(call.Callee).Acquires.FirstOrDefault(inner => key.Equals(call.InCaller(inner.Key)))?.Effect
            : null;
    }

    private void AddCalleesFirst(Body root)
    {
        var seen = new HashSet<Body>(order);
        var pending = new Stack<(Body Body, bool CalleesDone)>();
        pending.Push((root, false));
        while (pending.Count > 0)
        {
            var (body, calleesDone) = pending.Pop();
            if (calleesDone)
            {
                order.Add(body);
            }
            else if (seen.Add(body))
            {
                pending.Push((body, true));
                foreach (var call in bodies[body].Calls.Values)
                {
                    if (bodies.ContainsKey(call.Callee))
                    {
                        pending.Push((call.Callee, false));
                    }
                }
            }
        }
    }

    private void RunToFixpoint()
    {
        foreach (var body in order)
        {
            Run(bodies[body]);
        }

        // Only bodies that call each other in a circle have been run before a summary they need was there.
        var place = order.Select(static (body, index) => (body, index)).ToDictionary(static pair => pair.body, static pair => pair.index);
        var circular = order.Where(body => bodies[body].Calls.Values.Any(call => place.TryGetValue(call.Callee, out var index) && index >= place[body])).ToList();
        for (var round = 1; circular.Count > 0 && round < MaxRounds; round++)
        {
            var isChanged = false;
            foreach (var body in order)
            {
                if (bodies[body].Calls.Count > 0)
                {
                    isChanged |= Run(bodies[body]);
                }
            }

            if (!isChanged)
            {
                return;
            }
        }
    }

    /// <returns>Whether the summary is another one than before.</returns>
    private bool Run(LockBody locks)
    {
        var flow = new LockFlow(locks, callee => summaries.TryGetValue(callee, out var known) ? known : null);
        var result = flow.Run(LockState.Entry);
        var summary = result.IsOverBudget || locks.IsIterator ? LockSummary.Nothing : LockSummaries.Of(locks, result, this);
        var isSame = summaries.TryGetValue(locks.Body, out var old) && old.IsSameAs(summary);
        results[locks.Body] = result;
        summaries[locks.Body] = summary;
        return !isSame;
    }
}
