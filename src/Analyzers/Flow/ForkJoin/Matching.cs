using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Whether two accesses may concern the same memory.</summary>
internal static class Matching
{
    public static bool Overlap(Access one, Access other) =>
        one.Location.Equals(other.Location) && !AreDifferentElements(one.Operation, other.Operation);

    /// <summary>Writing the location makes what was known about the other one moot: it is the same, or on the way to it.</summary>
    public static bool Replaces(MemoryLocation written, MemoryLocation other)
    {
        if (written.IsContent)
        {
            return written.Equals(other);
        }

        var path = written.Path;
        var longer = other.Path;
        if (path.Root != longer.Root || !SymbolEqualityComparer.Default.Equals(path.Symbol, longer.Symbol) || path.Members.Length > longer.Members.Length)
        {
            return false;
        }

        for (var i = 0; i < path.Members.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(path.Members[i], longer.Members[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreDifferentElements(IOperation one, IOperation other) =>
        IndexOf(one)?.ConstantValue is { HasValue: true, Value: { } left } && IndexOf(other)?.ConstantValue is { HasValue: true, Value: { } right } && !left.Equals(right);

    /// <summary>The index of an element; null where the operation concerns no single one.</summary>
    public static IOperation? IndexOf(IOperation operation) => operation switch
    {
        IArrayElementReferenceOperation { Indices.Length: 1 } element => element.Indices[0],
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } item => item.Arguments[0].Value,
        _ => null,
    };
}
