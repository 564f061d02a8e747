using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>What CONC101 and CONC102 share: when a second acquire by the same flow of control can never succeed.</summary>
internal static class Reacquisition
{
    private static readonly RuleText Deadlocks = new("Reacquisition.Deadlocks", "deadlocks");
    private static readonly RuleText ThrowsOrSpins = new("Reacquisition.ThrowsOrSpins", "throws or spins for ever");

    public static Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.IsNonReentrant && type.Kind is PrimitiveKind.Lock or PrimitiveKind.Semaphore && member.Effect is Effect.Acquire).AndTypeName();

    public static bool IsFatal(LockValue held, AccessPath key, MemberEffect effect, TypeFacts type)
    {
        if (!held.IsMustHeld || !effect.Type.IsNonReentrant || effect.Type.Kind is not (PrimitiveKind.Lock or PrimitiveKind.Semaphore))
        {
            return false;
        }

        var holder = type.Analysis(static facts => new LockHolders(facts)).Of(key);
        return holder is { IsUsedAsLock: true } && (effect.Type.Kind == PrimitiveKind.Lock || holder.Permits == 1);
    }

    /// <summary>On our own types the second acquire is certain to fail, so the program is wrong, not only suspicious.</summary>
    public static DiagnosticSeverity? SeverityOf(MemberEffect effect) => effect.Type.IsRuntime ? DiagnosticSeverity.Error : null;

    /// <summary>What the second acquire does.</summary>
    public static RuleText Consequence(MemberEffect effect) => effect.Type.SimpleName == "SpinLock" ? ThrowsOrSpins : Deadlocks;
}
