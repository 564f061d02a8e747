using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The collections of the base class library that one thread may not read while another changes them.</summary>
internal static class Collections
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "List", "Dictionary", "HashSet", "SortedSet", "SortedDictionary", "SortedList", "Queue", "Stack", "LinkedList", "PriorityQueue",
        "Collection", "ObservableCollection", "StringBuilder",
    };

    private static readonly HashSet<string> Mutators = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddFirst", "AddLast", "AddBefore", "AddAfter", "TryAdd", "Insert", "InsertRange", "Clear",
        "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveWhere", "RemoveFirst", "RemoveLast",
        "Enqueue", "EnqueueRange", "EnqueueDequeue", "DequeueEnqueue", "Dequeue", "TryDequeue", "Push", "Pop", "TryPop",
        "UnionWith", "ExceptWith", "IntersectWith", "SymmetricExceptWith", "Sort", "Reverse", "Move", "SetItem",
        "Append", "AppendLine", "AppendFormat", "AppendJoin", "Replace",
    };

    /// <summary>Members that look at the object and not at what it contains.</summary>
    private static readonly HashSet<string> Neutral = new(StringComparer.Ordinal)
    {
        "EnsureCapacity", "TrimExcess", "Capacity", "MaxCapacity", "Comparer", "EqualityComparer", "GetType", "SyncRoot",
    };

    public static bool IsUnsynchronized(ITypeSymbol? type) =>
        type is INamedTypeSymbol { ContainingNamespace: { } space } named
        && Names.Contains(named.Name)
        && space.Name is "Generic" or "ObjectModel" or "Text"
        && IsSystem(space);

    public static bool IsMutator(ISymbol member) => Mutators.Contains(member.Name);

    public static bool IsNeutral(ISymbol member) => Neutral.Contains(member.Name);

    private static bool IsSystem(INamespaceSymbol space) => space.ContainingNamespace switch
    {
        { IsGlobalNamespace: true } => space.Name == "System",
        { } outer => IsSystem(outer),
        _ => false,
    };
}
