using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>Tells apart by which operation or block a body is left, and in which state, after all finally blocks have run.</summary>
internal sealed class FlowExits<TState>(Func<TState, TState, TState> join)
    where TState : class
{
    private readonly Dictionary<IOperation, TState> thrown = [];
    private readonly Dictionary<IOperation, HashSet<IOperation>> followers = [];
    private readonly Dictionary<BasicBlock, TState> returned = [];

    /// <summary>The state in which an exception thrown again by a handler leaves the body; null where none does.</summary>
    public TState? Rethrown { get; private set; }

    /// <summary>The state in which control leaves the body normally, by the block that it leaves from.</summary>
    public IReadOnlyDictionary<BasicBlock, TState> Returned => returned;

    /// <summary>The state in which the operation's exception leaves the body; null where it cannot.</summary>
    public TState? Thrown(IOperation operation)
    {
        thrown.TryGetValue(operation, out var state);
        if (followers.TryGetValue(operation, out var firsts))
        {
            foreach (var first in firsts)
            {
                if (thrown.TryGetValue(first, out var other))
                {
                    state = state is null ? other : join(state, other);
                }
            }
        }

        return state;
    }

    public void AddThrown(IOperation? origin, TState state)
    {
        if (origin is null)
        {
            Rethrown = Rethrown is null ? state : join(Rethrown, state);
            return;
        }

        thrown[origin] = thrown.TryGetValue(origin, out var earlier) ? join(earlier, state) : state;
    }

    /// <summary>An exception of the operation takes the same ways as one of an earlier operation in its block.</summary>
    public void Follows(IOperation operation, IOperation first)
    {
        if (!followers.TryGetValue(operation, out var firsts))
        {
            followers.Add(operation, firsts = []);
        }

        firsts.Add(first);
    }

    public void AddReturned(BasicBlock from, TState state) =>
        returned[from] = returned.TryGetValue(from, out var earlier) ? join(earlier, state) : state;
}
