using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What a message and a fix call the handle of a fork.</summary>
internal static class HandleNames
{
    /// <summary>The variable to join: the collection where there are many handles; null where the handle is not kept.</summary>
    /// <param name="fork">What is to be joined.</param>
    /// <param name="all">All that are to be joined there: a variable that may hold another handle by then is no name for this one.</param>
    public static ISymbol? Of(Fork fork, IReadOnlyCollection<Fork> all)
    {
        var candidates = fork.Holders.OrderBy(static holder => holder.Locations[0].SourceSpan.Start).ToList();
        return fork.IsRepeated
            ? candidates.FirstOrDefault(IsCollection)
            : candidates.FirstOrDefault(holder => !IsCollection(holder) && holder is not ILocalSymbol { IsForEach: true } && fork.Held[holder].All(creation => all.Any(other => other.Creation == creation))) ?? candidates.FirstOrDefault(IsCollection);
    }

    /// <summary>What has to be joined all together: the collection, or else the fork itself.</summary>
    public static object Group(Fork fork) => Of(fork, [fork]) is { } holder && IsCollection(holder) ? holder : fork;

    private static bool IsCollection(ISymbol holder)
    {
        var type = holder switch
        {
            ILocalSymbol local => local.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
        return type is IArrayTypeSymbol or INamedTypeSymbol { TypeArguments.Length: 1, Name: not ("Task" or "ValueTask") };
    }
}
