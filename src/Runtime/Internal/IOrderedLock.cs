namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>A lock that keeps its own place in the global order of <see cref="LockSet"/>.</summary>
internal interface IOrderedLock
{
    /// <summary>0 until the lock is first used in a set.</summary>
    ref long Order { get; }

    bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken);

    void Release();
}
