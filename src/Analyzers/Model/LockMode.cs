namespace ConcurrencyAnalyzers.Model;

/// <summary>How a lock is held.</summary>
[Flags]
internal enum LockMode
{
    None = 0,
    Exclusive = 1,
    Read = 2,
    UpgradeableRead = 4,
    Write = 8,
    Permit = 16,
}
