using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// Which locks a body may release before it has acquired them, along its normal paths: then it works on a hold of its caller. Where a body
/// always acquires first, whatever it releases too often is its own mistake.
/// </summary>
internal sealed class FirstLockEvents(LockBody locks, LockFlows flows) : FlowAnalysis<FirstLockEvents.State>(locks.Body)
{
    public ImmutableHashSet<AccessPath> ReleasedFirst()
    {
        var result = Run(new(ImmutableHashSet<AccessPath>.Empty, ImmutableHashSet<AccessPath>.Empty));
        var released = ImmutableHashSet<AccessPath>.Empty;
        result.Visit((_, state) => released = released.Union(state.ReleasedFirst));
        return result.Exit is { } exit ? released.Union(exit.ReleasedFirst) : released;
    }

    protected internal override State Join(State left, State right) => new(left.Acquired.Intersect(right.Acquired), left.ReleasedFirst.Union(right.ReleasedFirst));

    protected internal override bool AreEqual(State left, State right) => left.Acquired.SetEquals(right.Acquired) && left.ReleasedFirst.SetEquals(right.ReleasedFirst);

    /// <summary>Only normal paths count: before an acquire that fails nothing was acquired, and nothing can be said.</summary>
    protected internal override State? Thrown(IOperation operation, State before) => null;

    protected internal override State Transfer(IOperation operation, State state)
    {
        if (locks.Events.TryGetValue(operation, out var found))
        {
            return found.Kind == LockEventKind.Release ? Released(found.Key, state) : found.Kind == LockEventKind.Query ? state : state with { Acquired = state.Acquired.Add(found.Key) };
        }

        if (locks.Calls.TryGetValue(operation, out var call) && !locks.ScopeEnds.ContainsKey(operation))
        {
            foreach (var net in flows.SummaryOf(call.Callee).Net)
            {
                if (call.InCaller(net.Key) is { } key)
                {
                    state = net.Min < 0 ? Released(key, state) : state with { Acquired = state.Acquired.Add(key) };
                }
            }
        }

        return state;
    }

    private static State Released(AccessPath key, State state) => state.Acquired.Contains(key) ? state : state with { ReleasedFirst = state.ReleasedFirst.Add(key) };

    internal sealed record State(ImmutableHashSet<AccessPath> Acquired, ImmutableHashSet<AccessPath> ReleasedFirst);
}
