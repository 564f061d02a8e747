namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Checks of a code fix that a test leaves out or changes.</summary>
[Flags]
public enum CodeFixTestBehaviors
{
    /// <summary>All checks run.</summary>
    None = 0,

    /// <summary>Fix All in a document is not verified.</summary>
    SkipFixAllInDocumentCheck = 1,

    /// <summary>Fix All in a project is not verified.</summary>
    SkipFixAllInProjectCheck = 2,

    /// <summary>Fix All in the solution is not verified.</summary>
    SkipFixAllInSolutionCheck = 4,

    /// <summary>Fix All is not verified.</summary>
    SkipFixAllCheck = SkipFixAllInDocumentCheck | SkipFixAllInProjectCheck | SkipFixAllInSolutionCheck,

    /// <summary>Only the first fixable diagnostic is fixed, once.</summary>
    FixOne = 8,

    /// <summary>Non-local diagnostics may be fixed: those that an editor cannot compute for one document.</summary>
    SkipLocalDiagnosticCheck = 16,
}
