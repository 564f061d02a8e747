namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>How a lock is taken for the length of a statement.</summary>
internal enum HoldForm
{
    /// <summary><c>lock</c> on any object.</summary>
    Statement,

    /// <summary>System.Threading.Lock: <c>lock</c> since C# 13.</summary>
    NewLock,

    /// <summary><c>using</c> with the scope that a lock of the Runtime returns; not to be taken again.</summary>
    Scope,

    /// <summary>The same for one that may be taken again.</summary>
    ReentrantScope,

    /// <summary>For reading.</summary>
    Read,

    /// <summary>For writing.</summary>
    Write,

    /// <summary>A semaphore with one permit.</summary>
    Semaphore,

    /// <summary>A mutex.</summary>
    Mutex,
}
