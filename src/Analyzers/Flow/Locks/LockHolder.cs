using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>What a type does with the field, property or local that holds a lock.</summary>
internal sealed class LockHolder(ISymbol symbol)
{
    public ISymbol Symbol { get; } = symbol;

    /// <summary>With how many permits every lock that is ever put here begins; null where that is not plain.</summary>
    public int? Permits { get; private set; }

    /// <summary>Code that this analysis does not see can get at the lock.</summary>
    public bool Escapes { get; set; }

    /// <summary>A place releases it without having acquired it: it may be a signal between threads, not a lock.</summary>
    public bool IsReleasedByOthers { get; set; }

    /// <summary>Some body acquires and releases it in pairs.</summary>
    public bool IsUsedInPairs { get; set; }

    private bool HasUnknownPermits { get; set; }

    /// <summary>Whoever acquires is the one who releases: used as a lock, so that a second acquire waits for ever.</summary>
    public bool IsUsedAsLock =>
        !Escapes && !IsReleasedByOthers && (IsUsedInPairs || Symbol is ILocalSymbol || Symbol.DeclaredAccessibility == Accessibility.Private);

    public void AddCreation(int? permits)
    {
        HasUnknownPermits |= permits is null || (Permits is { } known && known != permits);
        Permits = HasUnknownPermits ? null : permits;
    }
}
