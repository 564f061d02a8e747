namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The field or property may be touched only while a lock is held.</summary>
/// <remarks>Read by the analyzers; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class GuardedByAttribute : Attribute
{
    /// <summary>Names the lock.</summary>
    /// <param name="lockName">The member that holds the lock, best as <c>nameof(_gate)</c>.</param>
    public GuardedByAttribute(string lockName) => LockName = lockName;

    /// <summary>The member that holds the lock.</summary>
    public string LockName { get; }
}
