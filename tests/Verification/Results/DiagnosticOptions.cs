namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What is left unchecked when an expected diagnostic meets an actual one.</summary>
[Flags]
public enum DiagnosticOptions
{
    /// <summary>Everything is checked.</summary>
    None = 0,

    /// <summary><see cref="Diagnostic.AdditionalLocations"/> are not checked.</summary>
    IgnoreAdditionalLocations = 1,

    /// <summary><see cref="Diagnostic.Severity"/> is not checked.</summary>
    IgnoreSeverity = 2,
}
