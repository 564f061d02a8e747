namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>An interval of depths, relative to the entry of the body and bounded by <see cref="LockValue.Cap"/>.</summary>
internal readonly record struct DepthRange(int Min, int Max)
{
    public static readonly DepthRange Unknown = new(-LockValue.Cap, LockValue.Cap);

    public bool IsMustHeld => Min > 0;

    public bool IsMayHeld => Max > 0;

    /// <summary>At its bound an interval stands for whatever lies beyond, and stays there.</summary>
    public DepthRange Shift(int min, int max) =>
        new(Min == -LockValue.Cap ? Min : Clamp(Min + min), Max == LockValue.Cap ? Max : Clamp(Max + max));

    public DepthRange Undone => new(-Max, -Min);

    public DepthRange Hull(DepthRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    private static int Clamp(int depth) => Math.Max(-LockValue.Cap, Math.Min(LockValue.Cap, depth));
}
