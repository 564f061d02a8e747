namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a fixed state takes over from the state before it.</summary>
public enum StateInheritanceMode
{
    /// <summary>Whatever is not given, except diagnostics that the code fix fixes.</summary>
    AutoInherit,

    /// <summary>Nothing.</summary>
    Explicit,

    /// <summary>Whatever is not given, all diagnostics too.</summary>
    AutoInheritAll,
}
