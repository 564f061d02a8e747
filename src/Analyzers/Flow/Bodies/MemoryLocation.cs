namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Memory that two threads may share: a variable, a field or auto-property, or what the object in it contains.</summary>
/// <param name="Path">How the variable is reached.</param>
/// <param name="IsContent">The elements of the array, or the items of the collection, and not the variable that refers to it.</param>
internal readonly record struct MemoryLocation(AccessPath Path, bool IsContent)
{
    /// <summary>As the user would write it.</summary>
    public override string ToString() => Path.ToString();
}
