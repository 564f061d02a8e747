namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which diagnostics of the compiler a test must expect explicitly.</summary>
public enum CompilerDiagnostics
{
    /// <summary>None: code that does not compile goes unnoticed.</summary>
    None,

    /// <summary>Errors.</summary>
    Errors,

    /// <summary>Errors and warnings.</summary>
    Warnings,

    /// <summary>Errors, warnings and infos.</summary>
    Suggestions,

    /// <summary>All, hidden ones too.</summary>
    All,
}
