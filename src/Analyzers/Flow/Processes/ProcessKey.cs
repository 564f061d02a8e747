namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>One process of a body, or the settings that it will start with.</summary>
/// <param name="Identity">The operation that made it, the access path by which it is reached, or an <see cref="ElementIdentity"/>.</param>
/// <param name="IsSettings">The settings that belong to the process, and not the process.</param>
internal sealed record ProcessKey(object Identity, bool IsSettings = false)
{
    public ProcessKey Settings => this with { IsSettings = true };

    /// <summary>The member that holds the process, or its settings; null where it is reached in another way.</summary>
    public Microsoft.CodeAnalysis.IFieldSymbol? Field => (Identity as AccessPath)?.Holder as Microsoft.CodeAnalysis.IFieldSymbol;
}
