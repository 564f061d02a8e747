using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>Where a handle, or a collection of handles, comes from.</summary>
internal enum HandleOrigin
{
    /// <summary>The object that an operation made or obtained when it ran last.</summary>
    Latest,

    /// <summary>All objects that the operation yielded before that, in earlier rounds of a loop.</summary>
    Earlier,

    /// <summary>What a field, parameter or captured local held when the body began.</summary>
    Outside,

    /// <summary>The element at which a loop over a collection is.</summary>
    Element,
}

/// <summary>Names one object of the analysis; <see cref="HandleOrigin.Earlier"/> names several.</summary>
/// <param name="Origin">Which objects of the site are meant.</param>
/// <param name="Site">The operation, the slot, or the loop.</param>
internal sealed record HandleId(HandleOrigin Origin, object Site)
{
    public bool IsOne => Origin != HandleOrigin.Earlier;

    public static HandleId Latest(IOperation site) => new(HandleOrigin.Latest, site);

    public static HandleId Earlier(IOperation site) => new(HandleOrigin.Earlier, site);

    public static HandleId Outside(Slot slot) => new(HandleOrigin.Outside, slot);

    public static HandleId Element(LoopKey loop) => new(HandleOrigin.Element, loop);
}
