using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Sorts the effects of the table by what they mean for the order between two threads.</summary>
internal static class EffectGroups
{
    public static BodyTraits TraitsOf(MemberEffect effect) => effect.Effect switch
    {
        _ when effect.Type.Kind is PrimitiveKind.Options => BodyTraits.None,
        Effect.None or Effect.Create or Effect.CreateStarted or Effect.Configure or Effect.Start or Effect.Obtain or Effect.QueryHeld => BodyTraits.None,
        Effect.Check when effect.Type.Kind == PrimitiveKind.Cancellation => BodyTraits.None,
        Effect.Block when effect.Type.Kind == PrimitiveKind.Blocking && effect.Type.SimpleName != "File" => BodyTraits.Synchronizes,
        Effect.Block => effect.CallbackParameters.Count == 0 ? BodyTraits.Sleeps : BodyTraits.Synchronizes,
        Effect.VolatileRead or Effect.VolatileWrite or Effect.Fence => BodyTraits.UsesAtomics,
        Effect.Atomic when effect.Type.Kind == PrimitiveKind.Atomic => BodyTraits.UsesAtomics,
        Effect.Acquire or Effect.TryAcquire or Effect.Release when IsLock(effect.Type.Kind) => BodyTraits.Locks,
        _ => BodyTraits.Synchronizes,
    };

    public static bool IsJoin(Effect effect) => effect is Effect.Join or Effect.TryJoin or Effect.JoinAll or Effect.TryJoinAll or Effect.JoinAny;

    private static bool IsLock(PrimitiveKind kind) => kind is PrimitiveKind.Lock or PrimitiveKind.ReaderWriterLock;
}
