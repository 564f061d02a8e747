using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What running a body does to memory and to other threads, calls within the same type included.</summary>
internal sealed class BodyEffects(ImmutableArray<Access> accesses, BodyTraits traits)
{
    public ImmutableArray<Access> Accesses { get; } = accesses;

    public BodyTraits Traits { get; } = traits;

    public bool Has(BodyTraits any) => (Traits & any) != 0;

    /// <summary>Another thread may learn through some primitive how far the body is.</summary>
    public bool MaySignal => Has(BodyTraits.Synchronizes | BodyTraits.Opaque);
}
