namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How markup in sources is read.</summary>
public enum MarkupMode
{
    /// <summary>It is not markup but code.</summary>
    None,

    /// <summary>It is removed, and expects nothing.</summary>
    Ignore,

    /// <summary>It is removed, and expects diagnostics that the code fix does not fix.</summary>
    IgnoreFixable,

    /// <summary>It is removed, and expects diagnostics.</summary>
    Allow,
}
