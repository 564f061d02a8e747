using System.Text.RegularExpressions;
using Analyzers.Tests.Conventions.Generated;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>The page that a rule's help link opens answers the five questions that somebody has who got the warning.</summary>
public sealed partial class PageTests
{
    /// <summary>Fewer words than this say nothing.</summary>
    private const int MinWords = 3;

    public static TheoryData<string> Ids => RuleCatalog.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_has_all_sections_in_order_and_each_says_something(string id)
    {
        var sections = RulePage.SectionsOf(Repository.Read(RuleCatalog.Get(id).PagePath));

        Assert.Equal(RulePage.Sections, sections.Keys);
        Assert.All(sections, section => Assert.True(Words(section.Value) >= MinWords, $"'{section.Key}' is empty."));
    }

    [Fact]
    public void No_page_is_without_a_rule()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs/rules"), "CONC*.md").Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.Empty(pages.Except(RuleCatalog.Rules.Select(rule => rule.Id)));
    }

    [Fact]
    public void No_sample_is_without_a_rule()
    {
        var samples = Directory.GetFiles(Repository.PathOf("samples/Rules"), "CONC*.cs").Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.Empty(samples.Except(RuleCatalog.Rules.Select(rule => rule.Id)));
    }

    [Fact]
    public void Links_between_our_pages_lead_somewhere()
    {
        var broken =
            from path in Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Concat(Directory.GetFiles(Repository.Root, "*.md"))
            from Match link in RelativeLink().Matches(File.ReadAllText(path))
            let target = Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{Path.GetRelativePath(Repository.Root, path)}: {link.Groups[1].Value}";

        Assert.Empty(broken);
    }

    private static int Words(string text) => AnyComment().Replace(text, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex AnyComment();
}
