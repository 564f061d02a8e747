using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Rules.LockObjects;

/// <summary>The gates of the rules about what is done under a lock.</summary>
internal static class LockTriggers
{
    public static Trigger AnyLock { get; } = Trigger.On(static (type, member) => IsAcquire(type, member), "lock");

    private static bool IsAcquire(PrimitiveType type, MemberEffect member) =>
        member.Effect is Effect.Acquire && type.Kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock or PrimitiveKind.Semaphore;
}
