using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>
/// One way the body may have come here: the locks, and what is known of the guard variables, such as the <c>bool</c> that says whether a
/// try succeeded. Two ways with the same locks are one, and what differs in their guards is forgotten.
/// </summary>
internal sealed class LockCase
{
    public static readonly LockCase Empty = new(ImmutableDictionary<AccessPath, LockValue>.Empty, ImmutableDictionary<object, bool>.Empty);

    /// <summary>More locks than this in one body are not told apart.</summary>
    private const int MaxLocks = 32;

    private LockCase(ImmutableDictionary<AccessPath, LockValue> locks, ImmutableDictionary<object, bool> guards)
    {
        Locks = locks;
        Guards = guards;
    }

    public ImmutableDictionary<AccessPath, LockValue> Locks { get; }

    /// <summary>By symbol (a local, parameter or field) or by the call whose result it is.</summary>
    public ImmutableDictionary<object, bool> Guards { get; }

    public LockValue this[AccessPath key] => Locks.TryGetValue(key, out var value) ? value : LockValue.Untouched;

    public LockCase With(AccessPath key, LockValue value) =>
        value.Equals(LockValue.Untouched) ? new(Locks.Remove(key), Guards)
        : Locks.Count >= MaxLocks && !Locks.ContainsKey(key) ? this
        : new(Locks.SetItem(key, value), Guards);

    public LockCase With(ImmutableDictionary<AccessPath, LockValue> locks) => ReferenceEquals(locks, Locks) ? this : new(locks, Guards);

    public LockCase WithGuard(object guard, bool value) => new(Locks, Guards.SetItem(guard, value));

    public LockCase WithoutGuard(object guard) => Guards.ContainsKey(guard) ? new(Locks, Guards.Remove(guard)) : this;

    /// <summary>The same locks whichever of the two ways was taken.</summary>
    public LockCase ForgetDifferences(LockCase other)
    {
        var guards = Guards;
        foreach (var guard in Guards)
        {
            if (!other.Guards.TryGetValue(guard.Key, out var value) || value != guard.Value)
            {
                guards = guards.Remove(guard.Key);
            }
        }

        return new(Locks, guards);
    }

    public LockCase Hull(LockCase other)
    {
        var locks = Locks;
        foreach (var key in Locks.Keys.Union(other.Locks.Keys))
        {
            locks = locks.SetItem(key, this[key].Hull(other[key]));
        }

        return new(locks, ForgetDifferences(other).Guards);
    }

    public bool HasSameLocks(LockCase other)
    {
        if (ReferenceEquals(Locks, other.Locks))
        {
            return true;
        }

        if (Locks.Count != other.Locks.Count)
        {
            return false;
        }

        foreach (var entry in Locks)
        {
            if (!other.Locks.TryGetValue(entry.Key, out var value) || !value.Equals(entry.Value))
            {
                return false;
            }
        }

        return true;
    }

    public bool HasSameGuards(LockCase other)
    {
        if (Guards.Count != other.Guards.Count)
        {
            return false;
        }

        foreach (var entry in Guards)
        {
            if (!other.Guards.TryGetValue(entry.Key, out var value) || value != entry.Value)
            {
                return false;
            }
        }

        return true;
    }
}
