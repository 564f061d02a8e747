using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>What a message and a fix call the handle of a fork.</summary>
internal static class HandleNames
{
    /// <summary>The variable to join: the collection where there are many handles; null where the handle is not kept.</summary>
    public static string? Of(Fork fork) => HolderOf(fork)?.Name;

    public static string Describe(Fork fork)
    {
        var kind = fork.IsTask ? "task" : "thread";
        return HolderOf(fork) is not { } holder ? "the " + kind : IsCollection(holder) ? $"the {kind}s in '{holder.Name}'" : $"'{holder.Name}'";
    }

    /// <summary>One handle is best joined by its own variable, many by their collection.</summary>
    private static ISymbol? HolderOf(Fork fork)
    {
        var candidates = fork.Holders.OrderBy(static holder => holder.Locations[0].SourceSpan.Start).ToList();
        return fork.IsRepeated
            ? candidates.FirstOrDefault(IsCollection)
            : candidates.FirstOrDefault(holder => !IsCollection(holder) && !IsIterationVariable(holder)) ?? candidates.FirstOrDefault(IsCollection);
    }

    private static bool IsIterationVariable(ISymbol holder) => holder is ILocalSymbol { IsForEach: true };

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
