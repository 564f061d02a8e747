using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>Makes the descriptor of a rule; every rule goes through here, so all have a help link and a description.</summary>
internal static class Descriptors
{
    public const string HelpBase = "https://github.com/ConcurrencyAnalyzers/ConcurrencyAnalyzers/blob/main/docs/rules/";

    /// <remarks>The parameters are named as those of <see cref="DiagnosticDescriptor"/>, so that release tracking (RS2000) reads them.</remarks>
    public static DiagnosticDescriptor Create(
        string id,
        string title,
        string messageFormat,
        string category,
        DiagnosticSeverity defaultSeverity,
        string description,
        bool isEnabledByDefault = true,
        params string[] customTags) =>
        new(
            id,
            new RuleText(id + ".Title", title),
            new RuleText(id + ".Message", messageFormat),
            category,
            defaultSeverity,
            isEnabledByDefault,
            new RuleText(id + ".Description", description),
            HelpBase + id + ".md",
            customTags);
}
