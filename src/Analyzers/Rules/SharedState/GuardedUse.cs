using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>One use of a field, or of what the collection or array in it contains, with the locks that are held then.</summary>
/// <param name="Access">The use.</param>
/// <param name="In">The body.</param>
/// <param name="Held">The locks that are held for certain, and how.</param>
/// <param name="IsUnclear">Some lock may be held, or one that has no name here: the use tells nothing.</param>
internal sealed record GuardedUse(Access Access, Body In, ImmutableDictionary<AccessPath, LockMode> Held, bool IsUnclear)
{
    public bool IsBare => Held.IsEmpty && !IsUnclear;

    /// <summary>The lock keeps out those whom this use must not meet: a reader's hold does so for a read only.</summary>
    public bool IsGuardedBy(AccessPath key) => Held.TryGetValue(key, out var mode) && (!Access.IsWrite || mode != LockMode.Read);

    public bool IsHeldForReadingOnly(AccessPath key) => Access.IsWrite && Held.TryGetValue(key, out var mode) && mode == LockMode.Read;

    /// <summary>No lock that both hold makes one wait for the other, and one of them writes.</summary>
    public bool Conflicts(GuardedUse other) =>
        (Access.IsWrite || other.Access.IsWrite) && !Held.Keys.Any(key => other.Held.ContainsKey(key));
}
