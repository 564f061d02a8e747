using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>How deep a reader-writer lock is held in each mode. All zero for locks that have one mode only.</summary>
internal readonly record struct ModeDepths(DepthRange Read, DepthRange UpgradeableRead, DepthRange Write)
{
    public static readonly ModeDepths Unknown = new(DepthRange.Unknown, DepthRange.Unknown, DepthRange.Unknown);

    public DepthRange this[LockMode mode] => mode switch
    {
        LockMode.Read => Read,
        LockMode.UpgradeableRead => UpgradeableRead,
        LockMode.Write => Write,
        _ => default,
    };

    public ModeDepths Undone => new(Read.Undone, UpgradeableRead.Undone, Write.Undone);

    public ModeDepths Shift(LockMode mode, int change) => mode switch
    {
        LockMode.Read => this with { Read = Read.Shift(change, change) },
        LockMode.UpgradeableRead => this with { UpgradeableRead = UpgradeableRead.Shift(change, change) },
        LockMode.Write => this with { Write = Write.Shift(change, change) },
        _ => this,
    };

    public ModeDepths Shift(ModeDepths net) =>
        new(Read.Shift(net.Read.Min, net.Read.Max), UpgradeableRead.Shift(net.UpgradeableRead.Min, net.UpgradeableRead.Max), Write.Shift(net.Write.Min, net.Write.Max));

    public ModeDepths Hull(ModeDepths other) =>
        new(Read.Hull(other.Read), UpgradeableRead.Hull(other.UpgradeableRead), Write.Hull(other.Write));
}
