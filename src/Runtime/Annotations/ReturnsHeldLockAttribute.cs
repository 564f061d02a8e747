namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The method returns with the lock held, on purpose: its caller must release it, as the scope it returns does.</summary>
/// <remarks>Read by the analyzers; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.ReturnValue)]
public sealed class ReturnsHeldLockAttribute : Attribute
{
    /// <summary>The lock is the one that is returned, or the one the returned scope releases.</summary>
    public ReturnsHeldLockAttribute()
    {
    }

    /// <summary>Names the lock.</summary>
    /// <param name="lockName">The member that holds the lock, best as <c>nameof(_gate)</c>.</param>
    public ReturnsHeldLockAttribute(string lockName) => LockName = lockName;

    /// <summary>The member that holds the lock; null: the one returned.</summary>
    public string? LockName { get; }
}
