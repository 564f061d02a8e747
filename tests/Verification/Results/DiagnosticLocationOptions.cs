namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How an expected location is read.</summary>
[Flags]
public enum DiagnosticLocationOptions
{
    /// <summary>Start and end must both match.</summary>
    None = 0,

    /// <summary>Only the start must match.</summary>
    IgnoreLength = 1,

    /// <summary>The location is the number of a <c>{|#0:…|}</c> markup key.</summary>
    InterpretAsMarkupKey = 2,
}
