using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

internal enum LockEventKind
{
    /// <summary>Blocks until the lock is held.</summary>
    Acquire,

    /// <summary>May come back without the lock, and says so in its result or in a <c>ref bool</c>.</summary>
    TryAcquire,

    /// <summary>Starts an acquire whose end nobody here waits for.</summary>
    PendingAcquire,
    Release,

    /// <summary>Asks whether the lock is held: from here on the program itself decides, so nothing is known.</summary>
    Query,
}

/// <summary>What one operation does to one lock.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Key">Which lock.</param>
/// <param name="Effect">The row of the table that says so.</param>
/// <param name="Operation">The call.</param>
/// <param name="Count">How many permits.</param>
/// <param name="Taken">The local that says afterwards whether the lock was taken.</param>
internal sealed record LockEvent(LockEventKind Kind, AccessPath Key, MemberEffect Effect, IOperation Operation, int? Count = 1, ILocalSymbol? Taken = null)
{
    public PrimitiveType Primitive => Effect.Type;
}
