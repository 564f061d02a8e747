namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>What a member of a collection means for the elements.</summary>
internal enum CollectionEffect
{
    /// <summary>Elements get into hands that the analysis does not see, or leave the collection.</summary>
    Unknown,
    None,

    /// <summary>The argument becomes an element.</summary>
    Add,

    /// <summary>The elements of the argument become elements.</summary>
    AddAll,
    Clear,

    /// <summary>The delegate runs for each element, one after the other, before the call returns.</summary>
    ForEach,

    /// <summary>Begins to go over the elements.</summary>
    Enumerate,

    /// <summary>The number of elements.</summary>
    Count,

    /// <summary>A copy with the same elements.</summary>
    Copy,
}

/// <summary>The members of the usual collections, in data.</summary>
internal static class CollectionMembers
{
    private static readonly Dictionary<string, CollectionEffect> Effects = new(StringComparer.Ordinal)
    {
        ["Add"] = CollectionEffect.Add,
        ["AddFirst"] = CollectionEffect.Add,
        ["AddLast"] = CollectionEffect.Add,
        ["Append"] = CollectionEffect.Unknown,
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
