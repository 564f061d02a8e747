using System.Globalization;

namespace Analyzers.Tests.Conventions.Generated;

/// <summary>The page of a rule: written by hand but for the title, the table below it and the two examples, which are the sample's.</summary>
internal static class RulePage
{
    public static IReadOnlyList<string> Sections { get; } = ["Cause", "Why it matters", "How to fix", "When to suppress", "Options"];

    public static string Title(RuleEntry rule) => $"# {rule.Id}: {rule.Descriptor.Title.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The page with its generated parts as they should be; a page without words where there is none yet.</summary>
    public static string Current(RuleEntry rule)
    {
        var page = Repository.Exists(rule.PagePath) ? Repository.Read(rule.PagePath) : Stub();
        var sample = SampleFile.Of(rule);
        page = Title(rule) + page[page.IndexOf('\n', StringComparison.Ordinal)..];
        page = Markers.Replace(page, "header", RuleTables.Header(rule));
        page = Markers.Replace(page, SampleFile.Violation, Code(sample.TextOf(SampleFile.Violation)));
        return Markers.Replace(page, SampleFile.Fixed, Code(sample.TextOf(SampleFile.Fixed)));
    }

    /// <summary>What stands below the heading of each section.</summary>
    public static IReadOnlyDictionary<string, string> SectionsOf(string page) =>
        page.Split("\n## ").Skip(1).ToDictionary(section => section.Split('\n')[0].Trim(), section => section[section.IndexOf('\n', StringComparison.Ordinal)..].Trim());

    private static string Code(string text) => $"```csharp\n{text}\n```";

    private static string Stub() =>
        $"""
        # Title

        {Markers.Empty("header")}

        ## Cause

        ## Why it matters

        {Markers.Empty(SampleFile.Violation)}

        ## How to fix

        {Markers.Empty(SampleFile.Fixed)}

        ## When to suppress

        ## Options

        """.ReplaceLineEndings("\n");
}
