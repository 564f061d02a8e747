using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ConcurrencyAnalyzers;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>How the texts of a rule are written, in English beside the rule and in Chinese in the satellite.</summary>
public sealed partial class TextTests
{
    private static readonly CultureInfo Chinese = new("zh-CN");

    public static TheoryData<string> Ids => RuleCatalog.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Title_is_one_short_phrase_without_a_period(string id)
    {
        var title = English(RuleCatalog.Get(id).Descriptor.Title);

        Assert.Matches("^[A-Z][^\n{}]{5,78}[^.\\s\n]$", title);
        Assert.DoesNotContain(". ", title, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Message_names_what_it_talks_about_and_is_no_suggestion(string id)
    {
        var message = English(RuleCatalog.Get(id).Descriptor.MessageFormat);
        var isSeveralSentences = SentenceEnd().IsMatch(message);

        Assert.Contains("{0}", message, StringComparison.Ordinal);
        Assert.Equal(message.Trim(), message);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("consider", message, StringComparison.OrdinalIgnoreCase);
        Assert.True(message.EndsWith('.') == isSeveralSentences, $"A period ends several sentences and no single one: '{message}'");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Description_is_made_of_whole_sentences(string id)
    {
        var description = English(RuleCatalog.Get(id).Descriptor.Description);

        Assert.Matches(new Regex("^[A-Z].{20,}\\.$", RegexOptions.Singleline), description);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Chinese_texts_exist_and_have_the_same_placeholders(string id)
    {
        var descriptor = RuleCatalog.Get(id).Descriptor;

        Assert.All([descriptor.Title, descriptor.MessageFormat, descriptor.Description], text =>
        {
            var chinese = text.ToString(Chinese);
            Assert.Matches("[\u4e00-\u9fff]", chinese);
            Assert.Equal(Placeholders(English(text)), Placeholders(chinese));
        });
    }

    /// <summary>Words that a rule puts into its message, where the message says one of several things.</summary>
    [Fact]
    public void Words_for_messages_have_Chinese_texts() =>
        Assert.All(WordsForMessages(), text => Assert.Matches("[\u4e00-\u9fff]", text.ToString(Chinese)));

    [Fact]
    public void Every_translation_is_of_a_text_that_exists()
    {
        var translated = XDocument.Parse(Repository.Read("src/Analyzers/Strings.zh-Hans.resx")).Root!.Elements("data").Select(data => data.Attribute("name")!.Value).ToList();
        var expected = RuleCatalog.Rules.SelectMany(rule => new[] { rule.Id + ".Title", rule.Id + ".Message", rule.Id + ".Description" })
            .Concat(WordsForMessages().Select(text => text.Key));

        Assert.Equal(expected.Order(StringComparer.Ordinal), translated.Order(StringComparer.Ordinal));
    }

    /// <summary>All texts that stand in a static field by themselves.</summary>
    private static IEnumerable<RuleText> WordsForMessages() =>
        from type in typeof(RuleText).Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where field.FieldType == typeof(RuleText)
        select (RuleText)field.GetValue(null)!;

    private static string English(LocalizableString text) => ((RuleText)text).English;

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[.?!] [A-Z'{]")]
    private static partial Regex SentenceEnd();
}
