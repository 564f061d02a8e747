using Xunit;

namespace Package.Tests;

/// <summary>What decides about a severity: the user's own line, then the mode, then the rule.</summary>
[Collection(SharedPackage.Name)]
public sealed class SeverityTests(PackageFixture fixture)
{
    private static readonly string[] Shown = [.. Expectations.Mistakes.Where(mistake => !mistake.EndsWith(VariantBuilds.SilencedByUser, StringComparison.Ordinal))];

    [Fact]
    public async Task Mode_None_turns_all_rules_off() => Assert.Empty((await fixture.Variants)["None"].Results);

    [Theory]
    [InlineData("All")]
    [InlineData("AllErrors")]
    [InlineData("Recommended")]
    [InlineData("Default")]
    public async Task A_line_in_editorconfig_wins_over_the_mode(string mode)
    {
        var log = (await fixture.Variants)[mode];

        Assert.Equal(Shown, log.Results.Select(result => result.ToString()));
    }

    [Fact]
    public async Task Mode_AllErrors_makes_errors_of_them() =>
        Assert.All((await fixture.Variants)["AllErrors"].Results, result => Assert.Equal("error", result.Level));

    [Theory]
    [InlineData("All", "warning")]
    [InlineData("Recommended", "warning")]
    [InlineData("Default", "note")]
    public async Task A_mode_raises_suggestions_and_leaves_warnings_and_errors(string mode, string levelOfSuggestion)
    {
        var results = (await fixture.Variants)[mode].Results;

        Assert.All(results, result => Assert.Equal(
            Expectations.CertainMistakes.Contains(result.File) ? "error" : result.Id == "CONC901" ? levelOfSuggestion : "warning",
            result.Level));
    }

    [Fact]
    public async Task An_unknown_mode_fails_the_build_and_tells_the_valid_ones()
    {
        var result = await fixture.UnknownMode;

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("ConcurrencyAnalysisMode is 'Everything'. Valid values are None, Default, Recommended, All and AllErrors.", result.Output, StringComparison.Ordinal);
    }
}
