using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Signs that a body runs under a lock which its callers, perhaps in other types, hold.</summary>
internal static class LockClaims
{
    private static readonly string[] Words = ["UnderLock", "InLock", "InsideLock", "WithLock", "Unsynchronized"];

    /// <summary>The body has asked, or asserted, that its caller holds the lock.</summary>
    public static bool IsAfterQuery(IOperation operation, Body body) => body.Operations.All.Any(other =>
        other.Syntax.SpanStart < operation.Syntax.SpanStart && Calls.EffectOf(other, body) is { Effect: Effect.QueryHeld });

    /// <summary>The method's name says so.</summary>
    public static bool AreInName(ISymbol owner) => owner.Name.EndsWith("Locked", StringComparison.Ordinal) || Words.Any(owner.Name.Contains);
}
