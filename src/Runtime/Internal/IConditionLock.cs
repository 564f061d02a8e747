namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>What a condition needs of the lock it stands on.</summary>
internal interface IConditionLock
{
    /// <summary>Held by the calling thread, or, for a lock without an owner, held at all.</summary>
    bool IsHeldByCaller { get; }

    bool IsThreadAffine { get; }

    void Acquire();

    void Acquire(CancellationToken cancellationToken);

    bool TryAcquire();

    bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken);

    void Release();

    /// <summary>Gives the lock up entirely; the result is what <see cref="Restore"/> needs.</summary>
    int ReleaseAll();

    /// <summary>Takes the lock back with as many levels. Cannot fail or be interrupted.</summary>
    void Restore(int levels);
}
