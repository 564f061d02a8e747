using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Operations in the order of the source.</summary>
internal static class LockCycleOrder
{
    public static IComparer<IOperation> BySource { get; } = Comparer<IOperation>.Create(Compare);

    public static int Compare(IOperation left, IOperation right)
    {
        var byFile = string.CompareOrdinal(left.Syntax.SyntaxTree.FilePath, right.Syntax.SyntaxTree.FilePath);
        return byFile != 0 ? byFile : left.Syntax.SpanStart.CompareTo(right.Syntax.SpanStart);
    }

    /// <summary>The same circle, from the edge that comes last in the source.</summary>
    public static ImmutableArray<EntryEdge> FromLast(IReadOnlyList<EntryEdge> cycle)
    {
        var last = 0;
        for (var i = 1; i < cycle.Count; i++)
        {
            if (Compare(cycle[i].Edge.Place, cycle[last].Edge.Place) > 0)
            {
                last = i;
            }
        }

        return cycle.Skip(last).Concat(cycle.Take(last)).ToImmutableArray();
    }
}
