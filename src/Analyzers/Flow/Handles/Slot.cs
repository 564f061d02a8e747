using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>A place that holds a reference to a handle or a collection: a local, a parameter, a field, a capture of the graph, or an element.</summary>
/// <param name="Path">The variable, or the collection that the element is in.</param>
/// <param name="Capture">The capture, where there is no path.</param>
/// <param name="Index">The element's constant index.</param>
/// <param name="Loop">The loop whose current element is meant.</param>
internal sealed record Slot(AccessPath? Path, CaptureId? Capture = null, int? Index = null, IOperation? Loop = null)
{
    public bool IsElement => Index is not null || Loop is not null;

    public static Slot Of(ILocalSymbol local) => new(new AccessPath(PathRoot.Local, local, ImmutableArray<ISymbol>.Empty, isStable: false));

    public static Slot Of(IParameterSymbol parameter) => new(new AccessPath(PathRoot.Parameter, parameter, ImmutableArray<ISymbol>.Empty, isStable: false));

    /// <summary>Whether a write to the variable makes the slot another one.</summary>
    public bool GoesThrough(ISymbol variable)
    {
        if (Path is null)
        {
            return false;
        }

        if (SymbolEqualityComparer.Default.Equals(Path.Symbol, variable))
        {
            return true;
        }

        foreach (var member in Path.Members)
        {
            if (SymbolEqualityComparer.Default.Equals(member, variable))
            {
                return true;
            }
        }

        return false;
    }
}
