using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>Comparing and joining immutable maps.</summary>
internal static class Maps
{
    public static bool AreEqual<TKey, TValue>(ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
        where TKey : notnull
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var entry in left)
        {
            if (!right.TryGetValue(entry.Key, out var value) || !EqualityComparer<TValue>.Default.Equals(entry.Value, value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The entries of both; <paramref name="join"/> gets those that both have, <paramref name="single"/> those that one has.</summary>
    public static ImmutableDictionary<TKey, TValue> Join<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> left,
        ImmutableDictionary<TKey, TValue> right,
        Func<TValue, TValue, TValue> join,
        Func<TKey, TValue, TValue>? single = null)
        where TKey : notnull
    {
        if (ReferenceEquals(left, right))
        {
            return left;
        }

        var result = left.ToBuilder();
        foreach (var entry in right)
        {
            result[entry.Key] = left.TryGetValue(entry.Key, out var other) ? join(other, entry.Value)
                : single is null ? entry.Value
                : single(entry.Key, entry.Value);
        }

        if (single is not null)
        {
            foreach (var entry in left)
            {
                if (!right.ContainsKey(entry.Key))
                {
                    result[entry.Key] = single(entry.Key, entry.Value);
                }
            }
        }

        return result.ToImmutable();
    }
}
