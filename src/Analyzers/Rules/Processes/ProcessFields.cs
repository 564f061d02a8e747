using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>The fields of a class of processes: they cross with the process when it starts, so each must be able to.</summary>
internal static class ProcessFields
{
    public static IEnumerable<(Location Place, Refusal Refusal)> RefusalsIn(TypeFacts type)
    {
        foreach (var declared in SelfAndNested(type.Symbol))
        {
            if (declared.TypeKind != TypeKind.Class || type.Model.TypeOf(declared.BaseType) is not { IsRuntime: true, Kind: PrimitiveKind.Process })
            {
                continue;
            }

            foreach (var field in declared.GetMembers().OfType<IFieldSymbol>())
            {
                var shown = (ISymbol?)field.AssociatedSymbol ?? field;
                if (!field.IsStatic && !field.IsConst && shown is not IEventSymbol && !IsLeftOut(field) && shown.Locations.FirstOrDefault(static location => location.IsInSource) is { } place
                    && Crossing.Of(field.Type, shown.Name) is { } refusal)
                {
                    yield return (place, refusal);
                }
            }
        }
    }

    private static bool IsLeftOut(IFieldSymbol field) => field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == nameof(NonSerializedAttribute));

    private static IEnumerable<INamedTypeSymbol> SelfAndNested(INamedTypeSymbol type) => type.GetTypeMembers().SelectMany(SelfAndNested).Prepend(type);
}
