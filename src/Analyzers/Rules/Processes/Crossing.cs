using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Whether the values of a type can cross to another process, as far as that is certain: the order of the questions is the Runtime's.</summary>
internal static class Crossing
{
    /// <summary>Types nested deeper than this are taken to cross.</summary>
    private const int MaxDepth = 8;

    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "List`1", "Dictionary`2", "HashSet`1", "Queue`1", "Stack`1", "LinkedList`1", "SortedSet`1", "SortedDictionary`2", "SortedList`2", "KeyValuePair`2",
        "ReadOnlyCollection`1", "IEnumerable`1", "ICollection`1", "IList`1", "IReadOnlyCollection`1", "IReadOnlyList`1", "ISet`1", "IReadOnlySet`1",
        "IDictionary`2", "IReadOnlyDictionary`2", "ArraySegment`1", "Memory`1", "ReadOnlyMemory`1", "Nullable`1",
        "ImmutableArray`1", "ImmutableList`1", "ImmutableQueue`1", "ImmutableStack`1", "ImmutableHashSet`1", "ImmutableDictionary`2", "ImmutableSortedSet`1", "ImmutableSortedDictionary`2",
    };

    /// <summary>What of the type cannot cross; null where all of it can, or where that cannot be told here.</summary>
    /// <param name="type">The declared type.</param>
    /// <param name="path">What the type is of, as the user names it.</param>
    public static Refusal? Of(ITypeSymbol type, string path) => Of(type, path, new(SymbolEqualityComparer.Default), 0);

    /// <summary>The same for one field of an object that crosses.</summary>
    internal static Refusal? Of(ITypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        switch (type)
        {
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
            case INamedTypeSymbol { IsRefLikeType: true }:
                return new(path, RefusalReason.Bound);

            case IArrayTypeSymbol array:
                return array.Rank > 1 ? new(path, RefusalReason.Dimensions) : Of(array.ElementType, path, seen, depth + 1);

            case INamedTypeSymbol named when !IsScalar(named):
                return OfNamed(named, path, seen, depth);

            default:
                return null;
        }
    }

    private static Refusal? OfNamed(INamedTypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        if (WritesItself(type))
        {
            return null;
        }

        var isSystem = type.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true && type.Locations.All(static location => !location.IsInSource);
        if (isSystem && (type.IsTupleType || Collections.Contains(type.MetadataName) || type.MetadataName.StartsWith("Tuple`", StringComparison.Ordinal)))
        {
            return type.TypeArguments.Select(part => Of(part, path, seen, depth + 1)).FirstOrDefault(static refusal => refusal is not null);
        }

        return isSystem && type.MetadataName == "IProgress`1" ? null
            : ProcessBoundTypes.Contains(type) ? new(path, RefusalReason.Bound)
            : isSystem ? null
            : ObjectState.RefusalOf(type, path, seen, depth);
    }

    /// <summary>By a contract of the Runtime: what it does with the state is its business.</summary>
    private static bool WritesItself(INamedTypeSymbol type) => type.AllInterfaces.Any(static contract => contract is { Name: "IWireSerializable", ContainingNamespace.Name: "Runtime" });

    private static bool IsScalar(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Enum or TypeKind.Error or TypeKind.Dynamic
        || type.SpecialType is SpecialType.System_Object or SpecialType.System_String or SpecialType.System_Decimal or SpecialType.System_DateTime
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Void
            or (>= SpecialType.System_Boolean and <= SpecialType.System_Double);
}
