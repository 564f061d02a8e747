using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>The release files say what the descriptors say. The compiler checks that too (RS2001), but only for a rule it recognises.</summary>
public sealed class ReleaseTests
{
    private static readonly string[] Files = ["src/Analyzers/AnalyzerReleases.Shipped.md", "src/Analyzers/AnalyzerReleases.Unshipped.md"];

    public static TheoryData<string> Ids => RuleCatalog.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_release_line_with_its_category_and_severity(string id)
    {
        var descriptor = RuleCatalog.Get(id).Descriptor;
        var severity = descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled";

        Assert.Contains(Lines(), line => line is [var lineId, var category, var lineSeverity, ..] && lineId == id && category == descriptor.Category && lineSeverity == severity);
    }

    [Fact]
    public void No_release_line_is_without_a_rule()
    {
        var ids = Lines().Select(line => line[0]).Where(first => first.StartsWith("CONC", StringComparison.Ordinal));

        Assert.Empty(ids.Except(RuleCatalog.Rules.Select(rule => rule.Id)));
    }

    private static IEnumerable<string[]> Lines() =>
        Files.SelectMany(file => Repository.Read(file).Split('\n')).Select(line => line.Split('|', StringSplitOptions.TrimEntries));
}
