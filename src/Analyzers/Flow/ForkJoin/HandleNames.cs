using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What a message and a fix call the handle of a fork.</summary>
internal static class HandleNames
{
    /// <summary>The variable to join: the collection where there are many handles; null where the handle is not kept.</summary>
    public static ISymbol? Of(Fork fork)
    {
        var candidates = fork.Holders.OrderBy(static holder => holder.Locations[0].SourceSpan.Start).ToList();
        return fork.IsRepeated
            ? candidates.FirstOrDefault(IsCollection)
            : candidates.FirstOrDefault(static holder => !IsCollection(holder) && holder is not ILocalSymbol { IsForEach: true }) ?? candidates.FirstOrDefault(IsCollection);
    }

    /// <summary>What has to be joined all together: the collection, or else the fork itself.</summary>
    public static object Group(Fork fork) => Of(fork) is { } holder && IsCollection(holder) ? holder : fork;

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
