namespace Analyzers.Tests.Conventions.Generated;

/// <summary>Everything in the repository that follows from the rules.</summary>
internal static class GeneratedFiles
{
    private const string PagesOnline = "https://github.com/ConcurrencyAnalyzers/ConcurrencyAnalyzers/blob/main/docs/rules/";

    /// <summary>The path of each file, and how to make the text that it should have.</summary>
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = Make();

    private static Dictionary<string, Func<string>> Make()
    {
        var files = new Dictionary<string, Func<string>>
        {
            ["README.md"] = Readme,
            ["src/CodeFixes/package/README.md"] = () => Markers.Replace(Repository.Read("src/CodeFixes/package/README.md"), "rules", RuleTables.Overview(RuleCatalog.Rules, PagesOnline)),
            ["docs/rules/README.md"] = () => Markers.Replace(Repository.Read("docs/rules/README.md"), "index", RuleTables.ByBlock()),
            ["docs/configuration.md"] = Configuration,
        };
        foreach (var preset in Preset.All)
        {
            files.Add(preset.Path, preset.Content);
        }

        foreach (var rule in RuleCatalog.Rules)
        {
            files.Add(rule.PagePath, () => RulePage.Current(rule));
        }

        return files;
    }

    private static string Readme()
    {
        var page = Markers.Replace(Repository.Read("README.md"), "rules", RuleTables.Overview(RuleCatalog.Rules, "docs/rules/"));
        return Markers.Replace(page, "transcript", Transcript());
    }

    /// <summary>What the first command of the README prints, so that the README shows what is true.</summary>
    private static string Transcript() =>
        $"```\n{string.Join('\n', MisuseSample.RunAsync().GetAwaiter().GetResult().Select(MisuseSample.Line))}\n```";

    private static string Configuration()
    {
        var page = Markers.Replace(Repository.Read("docs/configuration.md"), "modes", RuleTables.ModeSummaries());
        return Markers.Replace(page, "severities", RuleTables.Modes());
    }
}
