using Xunit;

namespace Analyzers.Tests.Conventions.Generated;

/// <summary>
/// Fails where a generated file or part of a page is not what the rules say now. Run with <c>ACCEPT=1</c> it writes them instead; not on
/// a build server, where nobody would commit what it wrote.
/// </summary>
public sealed class GeneratedFilesTests
{
    public static TheoryData<string> Paths => [.. GeneratedFiles.All.Keys];

    private static bool IsAccepting => Environment.GetEnvironmentVariable("ACCEPT") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Generated_files_are_current(string path)
    {
        var expected = GeneratedFiles.All[path]();
        if (IsAccepting)
        {
            Repository.Write(path, expected);
        }

        var actual = Repository.Exists(path) ? Repository.Read(path) : "";
        Assert.True(expected == actual, $"{path} is not current; ACCEPT=1 dotnet test rewrites it.\n{Differences.Between(actual, expected)}");
    }

    [Fact]
    public void A_difference_is_told_line_by_line() =>
        Assert.Equal("  1   - one\n  1   + uno\n  3   - three", Differences.Between("one\ntwo\nthree", "uno\ntwo"));

    [Fact]
    public void A_page_without_the_markers_is_told_so()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Markers.Replace("# A page", "rules", "a table"));

        Assert.Contains("<!-- generated: rules -->", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_stands_between_the_markers_is_replaced() =>
        Assert.Equal(
            "before\n<!-- generated: rules -->\nnew\n<!-- end generated -->\nafter",
            Markers.Replace("before\n<!-- generated: rules -->\nold\nolder\n<!-- end generated -->\nafter", "rules", "new\n"));
}
