namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The content of a solution under test, with the diagnostics it must have.</summary>
public class SolutionState(string name, string language, string defaultPrefix, string defaultExtension)
    : ProjectState(name, language, defaultPrefix, defaultExtension)
{
    /// <summary>What is taken over from the state before; null chooses by whether anything changed.</summary>
    public StateInheritanceMode? InheritanceMode { get; set; }

    /// <summary>How markup is read; null means <see cref="MarkupMode.Allow"/> before a fix, <see cref="MarkupMode.IgnoreFixable"/> after.</summary>
    public MarkupMode? MarkupHandling { get; set; }

    /// <summary>The diagnostics it must have beyond those in markup.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    internal bool IsGiven =>
        InheritanceMode is not null || MarkupHandling is not null
        || Sources.Count > 0 || AdditionalFiles.Count > 0 || AnalyzerConfigFiles.Count > 0;
}
