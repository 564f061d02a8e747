using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>The places of a type that wait, under a lock, for a thread whose body takes that lock.</summary>
internal sealed class ThreadWaits
{
    private const int MaxNeeds = 16;
    private const int MaxDepth = 6;

    private readonly TypeFacts type;
    private readonly LockFlows flows;
    private readonly LockNames names;
    private readonly WaitedBodies waited;
    private readonly Dictionary<Body, List<WaitNeed>> needs = [];
    private readonly List<ThreadWait> found = [];

    public ThreadWaits(TypeFacts type)
    {
        this.type = type;
        flows = type.Analysis(static facts => new LockFlows(facts));
        names = type.Analysis(static facts => new LockNames(facts));
        waited = new(type);
        foreach (var body in flows.Bodies)
        {
            needs[body] = Visit(body);
        }
    }

    public IEnumerable<ThreadWait> All => found.OrderBy(static wait => wait.Place, LockCycleOrder.BySource);

    public bool Contains(IOperation place) => found.Any(wait => wait.Place == place || wait.Need.Wait == place);

    private List<WaitNeed> Visit(Body body)
    {
        var unmet = new List<WaitNeed>();
        var locks = flows.LocksOf(body)!;
        flows.ResultOf(body)!.Visit((operation, before) =>
        {
            foreach (var need in NeedsAt(operation, body, locks))
            {
                if (before[need.Key] is { IsMustHeld: true } held && LockModes.Conflict(need.Effect.Mode, held.Modes) && !held.Sites.IsEmpty && names.IsSteadyLock(need.Key, need.Effect, body))
                {
                    if (!found.Any(known => known.Place == operation && known.Need.Key.Equals(need.Key)))
                    {
                        found.Add(new(need, operation, body, held.Sites[0]));
                    }
                }
                else if (unmet.Count < MaxNeeds)
                {
                    unmet.Add(need);
                }
            }
        });
        return unmet;
    }

    private IEnumerable<WaitNeed> NeedsAt(IOperation operation, Body body, LockBody locks)
    {
        if (locks.Calls.TryGetValue(operation, out var call))
        {
            return CallCompletion.IsSynchronous(call) && !LockOrders.RunsLater(call.Callee) ? Translated(NeedsOf(call.Callee, MaxDepth), call) : [];
        }

        return Direct(operation, body);
    }

    private static IEnumerable<WaitNeed> Translated(IEnumerable<WaitNeed> inner, CallSite call)
    {
        foreach (var need in inner)
        {
            if (call.InCaller(need.Key) is { } key)
            {
                yield return need with { Key = key };
            }
        }
    }

    private List<WaitNeed> NeedsOf(Body body, int depth)
    {
        if (needs.TryGetValue(body, out var known) || depth == 0 || flows.LocksOf(body) is not null)
        {
            return known ?? [];
        }

        needs[body] = known = [];
        foreach (var operation in body.Operations.All)
        {
            known.AddRange(CallSite.Of(operation, body) is { } call && CallCompletion.IsSynchronous(call)
                ? Translated(NeedsOf(call.Callee, depth - 1), call)
                : Direct(operation, body));
        }

        return known;
    }

    private IEnumerable<WaitNeed> Direct(IOperation operation, Body body) =>
        from started in waited.At(operation, body)
        from acquire in flows.SummaryOf(started.Body).Acquires
        let key = started.Map.Map(acquire.Key)
        where key is not null && IsNamedHere(key, started.Body, body)
        select new WaitNeed(key, acquire.Effect, acquire.Site, operation, started.Body);

    /// <summary>A member of the same object, a static, or a variable that both bodies see.</summary>
    private static bool IsNamedHere(AccessPath key, Body started, Body waiting) =>
        key.Root is PathRoot.This or PathRoot.Static || ReferenceEquals(started.Outermost, waiting.Outermost);
}
