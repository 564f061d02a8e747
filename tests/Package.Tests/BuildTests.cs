using Xunit;

namespace Package.Tests;

/// <summary>A project that references the package, built by the SDK.</summary>
[Collection(SharedPackage.Name)]
public sealed class BuildTests(PackageFixture fixture)
{
    [Fact]
    public async Task Build_reports_each_mistake_once()
    {
        var build = await fixture.DefaultBuild;

        Assert.Equal(Expectations.Mistakes, build.Log.Results.Select(result => result.ToString()));
        Assert.All(build.Log.Results, result => Assert.Equal("warning", result.Level));
    }

    [Fact]
    public async Task Build_prints_the_warnings_with_their_help_links()
    {
        var output = (await fixture.DefaultBuild).Command.Output;

        Assert.All(Expectations.Ids, id => Assert.Contains($"({Expectations.HelpBase}{id}.md)", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sarif_log_has_the_help_links()
    {
        var links = (await fixture.DefaultBuild).Log.HelpUris;

        Assert.All(Expectations.Ids, id => Assert.Equal($"{Expectations.HelpBase}{id}.md", links[id]));
    }

    [Fact]
    public async Task Messages_are_Chinese_where_the_language_is()
    {
        var variants = await fixture.Variants;

        Assert.NotEmpty(variants.Chinese.Results);
        Assert.All(variants.Chinese.Results, result => Assert.Matches("[\u4e00-\u9fff]", result.Message));
        Assert.All(variants.Chinese.Results, result => Assert.Contains(result.Message, variants.Output, StringComparison.Ordinal));
    }
}
