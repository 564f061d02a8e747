using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Analyzers.Tests.Conventions.Generated;

/// <summary>The tables of rules that pages and READMEs show.</summary>
internal static class RuleTables
{
    /// <param name="linkPrefix">What leads from the page with the table to the folder of the rules' pages.</param>
    public static string Overview(IEnumerable<RuleEntry> rules, string linkPrefix) =>
        Table(["Id", "Finds", "Severity", "Fix"], rules.Select(rule => new[] { $"[{rule.Id}]({linkPrefix}{rule.Id}.md)", Title(rule), Severity(rule), Fix(rule) }));

    public static string Header(RuleEntry rule) =>
        Table(
            ["Id", "Severity", "Category", "Enabled", "Fix"],
            [[rule.Id, rule.Descriptor.DefaultSeverity.ToString(), rule.Descriptor.Category, rule.Descriptor.IsEnabledByDefault ? "yes" : "no", Fix(rule)]]);

    public static string ByBlock() =>
        string.Join("\n\n", RuleCatalog.Rules.GroupBy(rule => rule.Block).Select(block => $"## {block.Key}\n\n{Overview(block, "")}"));

    public static string Modes() =>
        Table(["Rule", .. Preset.All.Select(preset => preset.Name)], RuleCatalog.Rules.Select(rule => (string[])[$"[{rule.Id}](rules/{rule.Id}.md)", .. Preset.All.Select(preset => preset.SeverityOf(rule))]));

    public static string ModeSummaries() => Table(["Mode", "Meaning"], Preset.All.Select(preset => new[] { $"`{preset.Name}`", preset.Summary }));

    private static string Title(RuleEntry rule) => rule.Descriptor.Title.ToString(CultureInfo.InvariantCulture);

    private static string Severity(RuleEntry rule) => rule.Descriptor.IsEnabledByDefault ? rule.Descriptor.DefaultSeverity.ToString() : "off";

    private static string Fix(RuleEntry rule) => rule.Fixes.Count > 0 ? "yes" : "no";

    private static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        string.Join('\n', rows.Prepend([.. header.Select(_ => "---")]).Prepend(header).Select(row => $"| {string.Join(" | ", row)} |"));
}
