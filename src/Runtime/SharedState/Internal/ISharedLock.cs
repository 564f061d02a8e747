using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>What a condition across processes needs of the lock it stands on.</summary>
internal interface ISharedLock
{
    /// <summary>Held by this process, and for a re-entrant lock by the calling thread.</summary>
    bool IsHeldByCaller { get; }

    /// <summary>Whether its holder's process has ended; the next to take it learns of it.</summary>
    bool IsAbandoned { get; }

    void Acquire();

    bool Take(Deadline deadline, CancellationToken cancellationToken);

    void Release();

    /// <summary>Gives the lock up entirely; the result is what <see cref="Restore"/> needs.</summary>
    int ReleaseAll();

    /// <summary>Takes the lock back with as many levels.</summary>
    /// <returns>Whether a process died while it held the lock.</returns>
    bool Restore(int levels);

    string Describe();
}
