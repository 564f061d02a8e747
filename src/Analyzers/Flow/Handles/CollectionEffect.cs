namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>What a member of a collection means for the elements.</summary>
internal enum CollectionEffect
{
    /// <summary>Elements get into hands that the analysis does not see, or leave the collection.</summary>
    Unknown,
    None,

    /// <summary>The argument becomes an element.</summary>
    Add,

    /// <summary>The elements of the argument become elements.</summary>
    AddAll,
    Clear,

    /// <summary>The delegate runs for each element, one after the other, before the call returns.</summary>
    ForEach,

    /// <summary>Begins to go over the elements.</summary>
    Enumerate,

    /// <summary>The number of elements.</summary>
    Count,

    /// <summary>A copy with the same elements.</summary>
    Copy,
}
