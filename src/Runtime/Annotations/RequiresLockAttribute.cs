namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The member may be called only while a lock is held.</summary>
/// <remarks>Read by the analyzers; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor, AllowMultiple = true)]
public sealed class RequiresLockAttribute : Attribute
{
    /// <summary>Names the lock.</summary>
    /// <param name="lockName">The member that holds the lock, best as <c>nameof(_gate)</c>.</param>
    public RequiresLockAttribute(string lockName) => LockName = lockName;

    /// <summary>The member that holds the lock.</summary>
    public string LockName { get; }
}
