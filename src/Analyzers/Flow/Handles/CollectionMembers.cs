namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The members of the usual collections, in data.</summary>
internal static class CollectionMembers
{
    private static readonly Dictionary<string, CollectionEffect> Effects = new(StringComparer.Ordinal)
    {
        ["Add"] = CollectionEffect.Add,
        ["AddFirst"] = CollectionEffect.Add,
        ["AddLast"] = CollectionEffect.Add,
        ["Insert"] = CollectionEffect.Add,
        ["Push"] = CollectionEffect.Add,
        ["Enqueue"] = CollectionEffect.Add,
        ["AddRange"] = CollectionEffect.AddAll,
        ["Clear"] = CollectionEffect.Clear,
        ["ForEach"] = CollectionEffect.ForEach,
        ["GetEnumerator"] = CollectionEffect.Enumerate,
        ["Count"] = CollectionEffect.Count,
        ["Length"] = CollectionEffect.Count,
        ["Any"] = CollectionEffect.None,
        ["Capacity"] = CollectionEffect.None,
        ["Contains"] = CollectionEffect.None,
        ["Equals"] = CollectionEffect.None,
        ["GetHashCode"] = CollectionEffect.None,
        ["GetType"] = CollectionEffect.None,
        ["ToString"] = CollectionEffect.None,
        ["EnsureCapacity"] = CollectionEffect.None,
        ["GetLength"] = CollectionEffect.None,
        ["IndexOf"] = CollectionEffect.None,
        ["IsEmpty"] = CollectionEffect.None,
        ["LongLength"] = CollectionEffect.None,
        ["Rank"] = CollectionEffect.None,
        ["TrimExcess"] = CollectionEffect.None,
        ["ToArray"] = CollectionEffect.Copy,
        ["ToList"] = CollectionEffect.Copy,
    };

    public static CollectionEffect Of(string member) => Effects.TryGetValue(member, out var effect) ? effect : CollectionEffect.Unknown;
}
