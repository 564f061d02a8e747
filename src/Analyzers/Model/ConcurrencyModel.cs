using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model;

/// <summary>The table of primitives as one compilation sees it: answers what a symbol is and what a member does. Thread-safe.</summary>
internal sealed class ConcurrencyModel
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrencyModel> Models = new();

    private readonly PrimitiveTable table = PrimitiveTable.BuiltIn;
    private readonly ConcurrentDictionary<INamedTypeSymbol, PrimitiveType?> types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, MemberEffect?> effects = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, MemberEffect?> setters = new(SymbolEqualityComparer.Default);

    private ConcurrencyModel()
    {
    }

    public static ConcurrencyModel Of(Compilation compilation) => Models.GetValue(compilation, static _ => new());

    /// <summary>The primitive that a type is or derives from; null for any other type.</summary>
    public PrimitiveType? TypeOf(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            if (DeclaredAs(current) is { } primitive)
            {
                return primitive;
            }
        }

        return null;
    }

    public PrimitiveKind KindOf(ITypeSymbol? type) => TypeOf(type)?.Kind ?? PrimitiveKind.None;

    /// <summary>What a call of the method or constructor does; null where the table does not list it.</summary>
    public MemberEffect? EffectOf(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        for (var current = definition; current is not null; current = current.OverriddenMethod?.OriginalDefinition)
        {
            if (!MayBeListed(current))
            {
                return null;
            }

            if (effects.GetOrAdd(current, symbol => Find((IMethodSymbol)symbol)) is { } effect)
            {
                return effect;
            }
        }

        return null;
    }

    /// <summary>What reading (or writing) the property does.</summary>
    public MemberEffect? EffectOf(IPropertySymbol property, bool isWrite)
    {
        var definition = property.OriginalDefinition;
        if (!table.MemberNames.Contains(definition.Name))
        {
            return null;
        }

        return isWrite
            ? setters.GetOrAdd(definition, symbol => Find((IPropertySymbol)symbol, isWrite: true))
            : effects.GetOrAdd(definition, symbol => Find((IPropertySymbol)symbol, isWrite: false));
    }

    private bool MayBeListed(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Constructor || table.MemberNames.Contains(method.Name);

    private PrimitiveType? DeclaredAs(INamedTypeSymbol type) =>
        types.GetOrAdd(type.OriginalDefinition, definition =>
            table.ByMetadataName.TryGetValue(MetadataNameOf(definition), out var primitive) ? primitive : null);

    private MemberEffect? Find(IMethodSymbol method)
    {
        if (method.ContainingType is null || DeclaredAs(method.ContainingType) is not { } type)
        {
            return null;
        }

        MemberEffect? any = null;
        foreach (var member in type.Members)
        {
            if (member.Name != method.Name || member.IsSetter is not null)
            {
                continue;
            }

            if (member.Parameters is null)
            {
                any ??= member;
            }
            else if (Matches(member.Parameters, method))
            {
                return member;
            }
        }

        return any;
    }

    private MemberEffect? Find(IPropertySymbol property, bool isWrite)
    {
        for (var current = property; current is not null; current = current.OverriddenProperty?.OriginalDefinition)
        {
            if (DeclaredAs(current.ContainingType) is { } type)
            {
                return type.Members.FirstOrDefault(member => member.Name == property.Name && (member.IsSetter ?? isWrite) == isWrite);
            }
        }

        return null;
    }

    private static bool Matches(IReadOnlyList<string> parameters, IMethodSymbol method)
    {
        if (method.Parameters.Length != parameters.Count)
        {
            return false;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            if (SimpleName(method.Parameters[i].Type) != parameters[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string SimpleName(ITypeSymbol type) => type is IArrayTypeSymbol array ? SimpleName(array.ElementType) + "[]" : type.Name;

    private static string MetadataNameOf(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        if (type.ContainingType is not null)
        {
            return MetadataNameOf(type.ContainingType) + "+" + name;
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name = space.Name + "." + name;
        }

        return name;
    }
}
