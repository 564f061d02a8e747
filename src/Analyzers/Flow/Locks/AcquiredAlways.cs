using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// Which locks a body has acquired, and which it has at least tried to acquire, whichever way it came to a place, exceptions included. Where
/// one of them is free nevertheless, the body has released it, or its try has failed.
/// </summary>
internal sealed class AcquiredAlways(LockBody locks, LockFlows flows) : FlowAnalysis<AcquiredAlways.State>(locks.Body)
{
    public FlowResult<State> Run() => Run(new(ImmutableHashSet<AccessPath>.Empty, ImmutableHashSet<AccessPath>.Empty));

    protected internal override State Join(State left, State right) => new(left.Acquired.Intersect(right.Acquired), left.Tried.Intersect(right.Tried));

    protected internal override bool AreEqual(State left, State right) => left.Acquired.SetEquals(right.Acquired) && left.Tried.SetEquals(right.Tried);

    protected internal override State Transfer(IOperation operation, State state)
    {
        if (locks.Events.TryGetValue(operation, out var found))
        {
            return found.Kind switch
            {
                LockEventKind.Acquire => new(state.Acquired.Add(found.Key), state.Tried.Add(found.Key)),
                LockEventKind.TryAcquire => state with { Tried = state.Tried.Add(found.Key) },
                _ => state,
            };
        }

        if (locks.Calls.TryGetValue(operation, out var call))
        {
            foreach (var net in flows.SummaryOf(call.Callee).Net)
            {
                if (net.Min > 0 && call.InCaller(net.Key) is { } key)
                {
                    state = new(state.Acquired.Add(key), state.Tried.Add(key));
                }
            }
        }

        return state;
    }

    internal sealed record State(ImmutableHashSet<AccessPath> Acquired, ImmutableHashSet<AccessPath> Tried);
}
