using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Which holds of one lock exclude each other.</summary>
internal static class LockModes
{
    public static bool Conflict(LockMode left, LockMode right) => (left, right) switch
    {
        (LockMode.Read, LockMode.Read or LockMode.UpgradeableRead) => false,
        (LockMode.UpgradeableRead, LockMode.Read) => false,
        _ => true,
    };

    /// <summary>At most one thread holds it so.</summary>
    public static bool IsExclusive(LockMode mode) => mode is not (LockMode.Read or LockMode.Permit);
}
