using System.Globalization;
using Analyzers.Tests.Corpus;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>The example on a rule's page is real: the rule reports it, no other does, and the rule's fix makes the repaired one of it.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Ids => RuleCatalog.Ids;

    public static TheoryData<string> FixableIds => RuleCatalog.FixableIds;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sample_compiles(string id)
    {
        var errors = RuleRunner.CompileWithRuntime(SourcesOf(RuleCatalog.Get(id))).GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error);

        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Violation_triggers_exactly_this_rule_and_the_repaired_code_none(string id)
    {
        var rule = RuleCatalog.Get(id);
        var sample = SampleFile.Of(rule);

        var found = await CorpusTests.RunAsync(RuleRunner.CompileWithRuntime(SourcesOf(rule)));

        Assert.NotEmpty(found);
        Assert.All(found, diagnostic =>
        {
            Assert.Equal(id, diagnostic.Id);
            Assert.Equal(rule.SamplePath, diagnostic.Location.GetLineSpan().Path);
            Assert.True(sample.SpanOf(SampleFile.Violation).Contains(diagnostic.Location.SourceSpan), $"Outside the region Violation: {diagnostic}");
        });
    }

    /// <summary>Also what the rule puts into its message: names have no spaces, so two words in a row are English.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Message_has_no_English_words_in_Chinese(string id)
    {
        var found = await CorpusTests.RunAsync(RuleRunner.CompileWithRuntime(SourcesOf(RuleCatalog.Get(id))));

        Assert.All(found, diagnostic => Assert.DoesNotMatch(@"[a-z]+ [a-z]+", diagnostic.GetMessage(new CultureInfo("zh-CN"))));
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task Fix_makes_the_repaired_code_of_the_violation(string id)
    {
        var rule = RuleCatalog.Get(id);

        var sample = SampleFile.Of(rule);

        // Without the repaired code, whose names would not be free for the fix.
        var sources = SourcesOf(rule).Select(source => source.Path == rule.SamplePath ? (source.Path, sample.Without(SampleFile.Fixed)) : source);
        var repaired = await SampleRepair.RepairAsync(rule, sources);

        Assert.Equal(sample.TextOf(SampleFile.Fixed), new SampleFile(repaired).TextOf(SampleFile.Violation));
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task Actions_have_equivalence_keys_that_tell_them_apart_and_stay_the_same(string id)
    {
        var rule = RuleCatalog.Get(id);

        var keys = await SampleRepair.EquivalenceKeysAsync(rule, SourcesOf(rule));
        var again = await SampleRepair.EquivalenceKeysAsync(rule, SourcesOf(rule));

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.False(string.IsNullOrWhiteSpace(key)));
        Assert.Distinct(keys);
        Assert.Equal(keys, again);
    }

    internal static IEnumerable<(string Path, string Text)> SourcesOf(RuleEntry rule) =>
        [(rule.SamplePath, Repository.Read(rule.SamplePath))];
}
