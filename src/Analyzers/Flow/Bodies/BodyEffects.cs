using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>What running a body does to memory and to other threads, calls within the same type included.</summary>
internal sealed class BodyEffects(ImmutableArray<Access> accesses, BodyTraits traits)
{
    public ImmutableArray<Access> Accesses { get; } = accesses;

    public BodyTraits Traits { get; } = traits;

    public bool Has(BodyTraits any) => (Traits & any) != 0;

    /// <summary>What two bodies do.</summary>
    public BodyEffects And(BodyEffects other) => new(Accesses.AddRange(other.Accesses), Traits | other.Traits);

    /// <summary>The effects in the words of a caller of the body that has it run; without what the caller has no name for.</summary>
    public BodyEffects InCaller(CallSite call) => new(
        Accesses
            .Select(access => call.InCaller(access.Location.Path) is { } path && IsVisible(path, call.Caller) ? access with { Location = new(path, access.Location.IsContent) } : null)
            .OfType<Access>()
            .ToImmutableArray(),
        Traits);

    /// <summary>Another thread may learn through some primitive how far the body is.</summary>
    public bool MaySignal => Has(BodyTraits.Synchronizes | BodyTraits.Opaque);

    private static bool IsVisible(AccessPath path, Body caller)
    {
        if (path.Root is not (PathRoot.Local or PathRoot.Parameter))
        {
            return path.Root != PathRoot.Allocation;
        }

        for (var body = caller; body is not null; body = body.Parent)
        {
            if (SymbolEqualityComparer.Default.Equals(path.Symbol!.ContainingSymbol, body.Owner))
            {
                return true;
            }
        }

        return false;
    }
}
