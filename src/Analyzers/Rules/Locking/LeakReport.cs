using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Rules.Locking;

/// <summary>What the rules about locks that stay held tell their fixes.</summary>
internal static class LeakReport
{
    /// <summary>The member that releases the lock, for example <c>ExitReadLock</c>.</summary>
    internal const string ReleaseProperty = "Release";

    /// <summary>The simple name of the primitive.</summary>
    internal const string PrimitiveProperty = "Primitive";

    public static Trigger Trigger { get; } = Trigger.On(static (type, member) =>
        type.Kind is PrimitiveKind.Lock or PrimitiveKind.Semaphore or PrimitiveKind.ReaderWriterLock
        && member.Effect is Effect.Acquire or Effect.TryAcquire);

    public static ImmutableDictionary<string, string?> Properties(MemberEffect acquire) => ImmutableDictionary<string, string?>.Empty
        .Add(ReleaseProperty, ReleaseOf(acquire)?.Name)
        .Add(PrimitiveProperty, acquire.Type.SimpleName);

    /// <summary>The row of the release that undoes the acquire; a type derived from another has its row there.</summary>
    public static MemberEffect? ReleaseOf(MemberEffect acquire) =>
        acquire.Type.Members.FirstOrDefault(member => member.Effect == Effect.Release && member.Mode == acquire.Mode);
}
