using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>Which types are handles, and which are collections of handles. Thread-safe.</summary>
internal sealed class HandleKinds(ConcurrencyModel model)
{
    private readonly ConcurrentDictionary<ITypeSymbol, (PrimitiveKind Handle, PrimitiveKind Element)> kinds = new(SymbolEqualityComparer.Default);

    /// <summary>The kind of handles of the type that have a protocol; otherwise none.</summary>
    public PrimitiveKind Of(ITypeSymbol? type) => type is null ? PrimitiveKind.None : Find(type).Handle;

    public PrimitiveKind OfElement(ITypeSymbol? type) => type is null ? PrimitiveKind.None : Find(type).Element;

    public bool IsTracked(ITypeSymbol? type) => type is not null && Find(type) is not (PrimitiveKind.None, PrimitiveKind.None);

    private (PrimitiveKind Handle, PrimitiveKind Element) Find(ITypeSymbol type)
    {
        // The most common types by far; they need no look-up.
        if (type.SpecialType is not (SpecialType.None or SpecialType.System_Collections_Generic_IEnumerable_T
            or SpecialType.System_Collections_Generic_IList_T or SpecialType.System_Collections_Generic_ICollection_T
            or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T))
        {
            return default;
        }

        return kinds.GetOrAdd(type, Classify);
    }

    private (PrimitiveKind Handle, PrimitiveKind Element) Classify(ITypeSymbol type)
    {
        var kind = Handle(type);
        return kind != PrimitiveKind.None ? (kind, PrimitiveKind.None) : (PrimitiveKind.None, Handle(ElementType(type)));
    }

    private PrimitiveKind Handle(ITypeSymbol? type)
    {
        var kind = model.KindOf(type);
        return HandleProtocol.Of(kind) is null ? PrimitiveKind.None : kind;
    }

    private static ITypeSymbol? ElementType(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return array.Rank == 1 ? array.ElementType : null;

            case INamedTypeSymbol { TypeArguments.Length: 1 } generic when generic.Name is "Span" or "ReadOnlySpan":
                return generic.TypeArguments[0];

            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence:
                return sequence.TypeArguments[0];

            default:
                foreach (var implemented in type.AllInterfaces)
                {
                    if (implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
                    {
                        return implemented.TypeArguments[0];
                    }
                }

                return null;
        }
    }
}
