using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// How often one lock has been acquired since the body began, as an interval: 0 says as often as the caller has it, below 0 that the
/// caller's hold was given up. With the modes and the places of the acquires that may still be in force.
/// </summary>
internal sealed record LockValue(int Min, int Max, LockMode Modes, ImmutableArray<IOperation> Sites)
{
    /// <summary>Deeper nesting is not told apart: as an upper bound this depth stands for any deeper one too, below 0 likewise.</summary>
    public const int Cap = 4;

    private const int MaxSites = 4;

    public static readonly LockValue Untouched = new(0, 0, LockMode.None, ImmutableArray<IOperation>.Empty);

    public static readonly LockValue Unknown = new(-Cap, Cap, LockMode.None, ImmutableArray<IOperation>.Empty) { Depths = ModeDepths.Unknown };

    /// <summary>How deep a reader-writer lock is held in each of its modes; the interval of the whole counts them all.</summary>
    public ModeDepths Depths { get; init; }

    /// <summary>Nothing is known of the lock any more.</summary>
    public bool IsUnknown => Min == -Cap && Max == Cap;

    public bool IsMustHeld => Min > 0;

    public bool IsMayHeld => Max > 0;

    public LockValue Acquire(LockMode mode, IOperation site) =>
        new(Below(Min, 1), Above(Max, 1), Modes | mode, With(site)) { Depths = Depths.Shift(mode, 1) };

    public LockValue Release(int count, LockMode mode = LockMode.None)
    {
        var max = Above(Max, -count);
        return new(Below(Min, -count), max, max > 0 ? Modes : LockMode.None, max > 0 ? Sites : ImmutableArray<IOperation>.Empty) { Depths = Depths.Shift(mode, -count) };
    }

    /// <summary>What a call does that leaves the lock between the two depths deeper.</summary>
    public LockValue Shift(int min, int max) => this with { Min = Below(Min, min), Max = Above(Max, max) };

    /// <summary>What a call does that has the net effect; a call that acquires is the place of that acquire.</summary>
    public LockValue Shift(NetEffect net, IOperation call)
    {
        var max = Above(Max, net.Max);
        return this with
        {
            Min = Below(Min, net.Min),
            Max = max,
            Depths = Depths.Shift(net.Depths),
            Sites = max <= 0 ? ImmutableArray<IOperation>.Empty : net.Max > 0 ? With(call) : Sites,
        };
    }

    public LockValue Hull(LockValue other) =>
        new(Math.Min(Min, other.Min), Math.Max(Max, other.Max), Modes | other.Modes, Sites.Union(other.Sites).Take(MaxSites).ToImmutableArray()) { Depths = Depths.Hull(other.Depths) };

    public bool Equals(LockValue? other) => other is not null && Min == other.Min && Max == other.Max && Modes == other.Modes && Depths == other.Depths;

    public override int GetHashCode() => (Min * 31) + (Max * 7) + (int)Modes;

    private ImmutableArray<IOperation> With(IOperation site) => Sites.Length >= MaxSites || Sites.Contains(site) ? Sites : Sites.Add(site);

    private static int Below(int min, int change) => min == -Cap ? min : Clamp(min + change);

    private static int Above(int max, int change) => max == Cap ? max : Clamp(max + change);

    private static int Clamp(int depth) => Math.Max(-Cap, Math.Min(Cap, depth));
}
