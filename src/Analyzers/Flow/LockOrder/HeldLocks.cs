using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Which of the locks held at a place keep other threads of this process waiting.</summary>
internal sealed class HeldLocks(TypeFacts type)
{
    private readonly LockFlows flows = type.Analysis(static facts => new LockFlows(facts));
    private readonly LockNames names = type.Analysis(static facts => new LockNames(facts));

    /// <summary>
    /// A lock that is held there for certain and was taken by blocking: not a throttle, not a semaphore that async code waits for, not a lock
    /// between processes. The last one taken comes first.
    /// </summary>
    public IEnumerable<(AccessPath Key, IOperation Site)> At(LockState state, Body body)
    {
        foreach (var key in state.MustHeld.OrderByDescending(key => state[key].Sites.IsEmpty ? 0 : state[key].Sites[0].Syntax.SpanStart))
        {
            if (!state[key].Sites.IsEmpty
                && flows.EffectAt(state[key].Sites[0], key, body) is { IsAsync: false } effect
                && (effect.Type.Traits & PrimitiveTraits.CrossProcess) == 0
                && (effect.Type.Kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock || (effect.Type.Kind == PrimitiveKind.Semaphore && names.IsSteadyLock(key, effect, body))))
            {
                yield return (key, state[key].Sites[0]);
            }
        }
    }
}
