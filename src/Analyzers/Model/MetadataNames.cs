using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model;

/// <summary>Compares symbols with the names that stand in the table.</summary>
internal static class MetadataNames
{
    /// <summary>For example <c>System.Threading.Lock+Scope</c>.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        if (type.ContainingType is not null)
        {
            return Of(type.ContainingType) + "+" + name;
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name = space.Name + "." + name;
        }

        return name;
    }

    public static bool Match(IReadOnlyList<string> parameters, IMethodSymbol method)
    {
        if (method.Parameters.Length != parameters.Count)
        {
            return false;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] != MemberSignature.AnyType && SimpleName(method.Parameters[i].Type) != parameters[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string SimpleName(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => SimpleName(array.ElementType) + "[]",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => SimpleName(nullable.TypeArguments[0]) + "?",
        _ => type.Name,
    };
}
