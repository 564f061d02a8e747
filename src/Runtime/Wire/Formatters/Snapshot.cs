namespace ConcurrencyAnalyzers.Runtime.Internal;

internal static class Snapshot
{
    /// <summary>The elements as they are now. A sequence without end is refused instead of eating all memory.</summary>
    internal static T[] Of<T>(IEnumerable<T> items)
    {
        if (items is ICollection<T> collection)
        {
            // Copied by the collection itself: it may be changing under our hands, and then this fails loudly.
            var copy = new T[collection.Count];
            collection.CopyTo(copy, 0);
            return copy;
        }

        var list = new List<T>();
        foreach (T item in items)
        {
            if (list.Count == WireLimits.MaxNodes)
            {
                throw new NotSerializableException(
                    $"The sequence yields more than {WireLimits.MaxNodes} elements. Send it in parts, for example through a queue.");
            }

            list.Add(item);
        }

        return [.. list];
    }
}
