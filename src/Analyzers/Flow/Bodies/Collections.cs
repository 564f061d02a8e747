using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>The collections that one thread may not read while another changes them.</summary>
internal static class Collections
{
    /// <summary>Members that look at the object and not at what it contains.</summary>
    private static readonly HashSet<string> Neutral = new(StringComparer.Ordinal)
    {
        "EnsureCapacity", "TrimExcess", "Capacity", "MaxCapacity", "Comparer", "EqualityComparer", "GetType", "SyncRoot",
    };

    public static bool IsUnsynchronized(ITypeSymbol? type, ConcurrencyModel model) => model.KindOf(type) == PrimitiveKind.Unsynchronized;

    public static bool IsNeutral(ISymbol member) => Neutral.Contains(member.Name);
}
