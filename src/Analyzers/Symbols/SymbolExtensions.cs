using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Symbols;

internal static class SymbolExtensions
{
    /// <summary>Declared in source without accessor bodies.</summary>
    public static bool IsAutoProperty(this IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is not PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors })
            {
                return reference.GetSyntax() is ParameterSyntax;
            }

            foreach (var accessor in accessors.Accessors)
            {
                if (accessor.Body is not null || accessor.ExpressionBody is not null)
                {
                    return false;
                }
            }

            return true;
        }

        return false;
    }

    /// <summary>Always the same object for one owner: a readonly field, or an auto-property without a setter.</summary>
    public static bool IsStable(this ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly || field.IsConst,
        IPropertySymbol property => property.SetMethod is null && property.IsAutoProperty(),
        _ => false,
    };

    public static INamedTypeSymbol OutermostType(this INamedTypeSymbol type)
    {
        while (type.ContainingType is { } container)
        {
            type = container;
        }

        return type;
    }

    /// <summary>The fields of the type and of its nested types.</summary>
    public static IEnumerable<IFieldSymbol> FieldsOfAll(this INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Concat(type.GetTypeMembers().SelectMany(FieldsOfAll));

    /// <summary>Whether a call of the method runs this very method: it cannot be overridden.</summary>
    public static bool IsMonomorphic(this IMethodSymbol method) =>
        method.IsStatic
        || !(method.IsVirtual || method.IsAbstract || method.IsOverride)
        || method.IsSealed
        || method.ContainingType.IsSealed;
}
