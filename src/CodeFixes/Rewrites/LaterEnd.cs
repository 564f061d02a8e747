using ConcurrencyAnalyzers.Flow.Handles;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.CodeFixes.Rewrites;

/// <summary>Moves the call that ends a pool or a queue behind the uses that come too late for it.</summary>
internal static class LaterEnd
{
    /// <returns>Null where that is not possible, or the rule knows better.</returns>
    public static Microsoft.CodeAnalysis.SyntaxNode? Of(FixTarget target)
    {
        if (target.Property(LateUse.MovesProperty) is null
            || target.Other(0)?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: InvocationExpressionSyntax } end
            || StatementList.Around(end) is not { } list)
        {
            return null;
        }

        var last = -1;
        for (var i = 1; i < target.Diagnostic.AdditionalLocations.Count; i++)
        {
            var place = target.Other(i)?.AncestorsAndSelf().OfType<StatementSyntax>().Select(list.IndexOf).DefaultIfEmpty(-1).Max() ?? -1;
            if (place <= list.IndexOf(end))
            {
                return null;
            }

            last = Math.Max(last, place);
        }

        return last < 0 ? null : StatementDelay.Behind(target.Root, end, list.Statements[last]);
    }
}
