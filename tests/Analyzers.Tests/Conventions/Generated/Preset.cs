using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Conventions.Generated;

/// <summary>A value of <c>ConcurrencyAnalysisMode</c>: a severity for every rule.</summary>
internal sealed class Preset(string name, string summary, Func<DiagnosticDescriptor, string> severity)
{
    private const string None = "none";
    private const string Warning = "warning";

    /// <summary>Leaves the rule as it is. A rule may report some findings higher than others; any other word would level them.</summary>
    private const string Default = "default";

    public static IReadOnlyList<Preset> All { get; } =
    [
        new("None", "No rule.", _ => None),
        new("Default", "The rules as they come, as without a mode.", rule => IsOff(rule) ? None : Default),
        new("Recommended", "Suggestions are warnings, so that a build prints them; rules that are off stay off.", rule => IsOff(rule) ? None : AtLeastWarning(rule)),
        new("All", "Every rule, as a warning at least, also those that are off by default.", rule => IsOff(rule) ? Warning : AtLeastWarning(rule)),
        new("AllErrors", "Every rule, as an error.", _ => "error"),
    ];

    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public string Path => $"src/CodeFixes/package/presets/{Name}.globalconfig";

    public string SeverityOf(RuleEntry rule) => severity(rule.Descriptor);

    /// <summary>The global level is below that of any file of the user's, so those win.</summary>
    public string Content() =>
        $"""
        # ConcurrencyAnalysisMode {Name}: {Summary}
        # Generated from the rules.
        is_global = true
        global_level = -100

        {string.Join('\n', RuleCatalog.Rules.Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {SeverityOf(rule)}"))}

        """.ReplaceLineEndings("\n");

    private static bool IsOff(DiagnosticDescriptor rule) => !rule.IsEnabledByDefault;

    private static string AtLeastWarning(DiagnosticDescriptor rule) => rule.DefaultSeverity >= DiagnosticSeverity.Warning ? Default : Warning;
}
