using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>What would be lost of an object of the user's own classes: they cross as JSON, and only what JSON brings back may be in them.</summary>
internal static class ObjectState
{
    public static Refusal? RefusalOf(INamedTypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        // Who says how the type is written, or which kinds may stand there, knows better than its fields.
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract || !type.Locations.Any(static location => location.IsInSource) || SaysHowItIsWritten(type) || !seen.Add(type))
        {
            return null;
        }

        if (type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable) || IsPlainMemory(type, 0))
        {
            return null;
        }

        for (var current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            foreach (var field in current.GetMembers().OfType<IFieldSymbol>())
            {
                if (!field.IsStatic && !field.IsConst && RefusalOf(field, type, path, seen, depth) is { } refusal)
                {
                    return refusal;
                }
            }
        }

        return null;
    }

    private static Refusal? RefusalOf(IFieldSymbol field, INamedTypeSymbol type, string path, HashSet<ITypeSymbol> seen, int depth)
    {
        var member = MemberOf(field, type);
        if (HasAttribute(field, "NonSerializedAttribute") || HasAttribute(member, "JsonIgnoreAttribute"))
        {
            return null;
        }

        var memberPath = $"{path}.{member.Name}";
        return (HasAttribute(member, "JsonConverterAttribute") ? null : Crossing.Of(field.Type, memberPath, seen, depth + 1))
            ?? (IsKept(member, type) ? null : new(memberPath, RefusalReason.Lost));
    }

    /// <summary>The member through which the field is written: the property whose value it keeps, or the field itself.</summary>
    private static ISymbol MemberOf(IFieldSymbol field, INamedTypeSymbol type)
    {
        if (field.AssociatedSymbol is IPropertySymbol automatic)
        {
            return automatic;
        }

        if (field.DeclaredAccessibility == Accessibility.Public)
        {
            return field;
        }

        var name = field.Name.StartsWith("m_", StringComparison.Ordinal) || field.Name.StartsWith("s_", StringComparison.Ordinal) ? field.Name.Substring(2) : field.Name.TrimStart('_');
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase) && property.Parameters.IsEmpty && SymbolEqualityComparer.Default.Equals(property.Type, field.Type))
                {
                    return property;
                }
            }
        }

        return field;
    }

    private static bool IsKept(ISymbol member, INamedTypeSymbol type)
    {
        var isIncluded = HasAttribute(member, "JsonIncludeAttribute");
        return member switch
        {
            IPropertySymbol property => property.GetMethod is { } getter && (isIncluded || getter.DeclaredAccessibility == Accessibility.Public)
                && ((property.SetMethod is { } setter && (isIncluded || setter.DeclaredAccessibility == Accessibility.Public)) || IsParameter(property.Name, property.Type, type)),
            IFieldSymbol field => (isIncluded || field.DeclaredAccessibility == Accessibility.Public) && (!field.IsReadOnly || IsParameter(field.Name, field.Type, type)),
            _ => true,
        };
    }

    private static bool IsParameter(string name, ITypeSymbol type, INamedTypeSymbol owner) => ConstructorOf(owner)?.Parameters.Any(parameter =>
        SymbolEqualityComparer.Default.Equals(parameter.Type, type) && string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>The constructor JSON uses: the marked one, else the public parameterless one, else the only public one.</summary>
    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type)
    {
        var open = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        return type.InstanceConstructors.FirstOrDefault(static constructor => HasAttribute(constructor, "JsonConstructorAttribute"))
            ?? open.Find(static constructor => constructor.Parameters.IsEmpty)
            ?? (open.Count == 1 && !type.IsValueType ? open[0] : null);
    }

    /// <summary>A struct of numbers crosses as it lies in memory, private fields included.</summary>
    private static bool IsPlainMemory(ITypeSymbol type, int depth) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct }
        && depth < 16
        && type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic).All(field =>
            field.Type.TypeKind == TypeKind.Enum
            || field.Type.SpecialType is SpecialType.System_Char or (>= SpecialType.System_SByte and <= SpecialType.System_UInt64) or SpecialType.System_Single or SpecialType.System_Double
            || field.Type.Name is "Guid" or "TimeSpan" or "Int128" or "UInt128" or "Half"
            || (field.Type.Locations.Any(static location => location.IsInSource) && IsPlainMemory(field.Type, depth + 1)));

    private static bool SaysHowItIsWritten(INamedTypeSymbol type) =>
        HasAttribute(type, "JsonConverterAttribute") || HasAttribute(type, "JsonPolymorphicAttribute") || HasAttribute(type, "JsonDerivedTypeAttribute");

    private static bool HasAttribute(ISymbol member, string name) => member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == name);
}
