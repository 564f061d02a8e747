using System.Globalization;
using ConcurrencyAnalyzers;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>One stem names a rule everywhere, and the first digit of its id names its block.</summary>
public sealed class IdentityTests
{
    private static readonly string[] Blocks =
        ["Locking", "LockObjects", "Threads", "Pools", "Processes", "Signals", "Queues", "SharedState", "Placement"];

    public static TheoryData<string> Ids => RuleCatalog.Ids;

    [Fact]
    public void Every_analyzer_is_public_sealed_and_named_by_id_and_hazard()
    {
        var odd = RuleCatalog.AnalyzerTypes.Where(type =>
            !RuleEntry.IsAnalyzerName(type.Name) || !type.IsSealed || !type.IsPublic);

        Assert.Empty(odd);
    }

    [Fact]
    public void No_two_rules_share_an_id() =>
        Assert.Equal(RuleCatalog.Rules.Count, RuleCatalog.Rules.Select(rule => rule.Id).Distinct().Count());

    [Fact]
    public void Every_fix_belongs_to_a_rule()
    {
        var used = RuleCatalog.Rules.SelectMany(rule => rule.Fixes).Select(fix => fix.GetType());

        Assert.Empty(RuleCatalog.FixTypes.Except(used));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Analyzer_has_one_id_and_carries_it_in_its_name(string id)
    {
        var rule = RuleCatalog.Get(id);

        Assert.Single(rule.Analyzer.SupportedDiagnostics);
        Assert.StartsWith(id, rule.Stem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Folder_namespace_and_category_are_those_of_the_id_block(string id)
    {
        var rule = RuleCatalog.Get(id);
        var block = Blocks[int.Parse(id.AsSpan("CONC".Length, 1), CultureInfo.InvariantCulture) - 1];

        Assert.Equal(block, rule.Block);
        Assert.Equal("Concurrency." + block, rule.Descriptor.Category);
        Assert.Equal("ConcurrencyAnalyzers.Rules." + block, rule.AnalyzerType.Namespace);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Files_have_the_stem_for_a_name(string id)
    {
        var rule = RuleCatalog.Get(id);
        string[] paths = rule.Fixes.Count > 0 ? [rule.AnalyzerPath, rule.TestPath, rule.FixPath] : [rule.AnalyzerPath, rule.TestPath];

        Assert.All(paths, path => Assert.True(Repository.Exists(path), $"There is no {path}."));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Fix_has_the_stem_for_a_name_and_is_exported_under_it(string id)
    {
        var rule = RuleCatalog.Get(id);

        Assert.All(rule.Fixes, fix =>
        {
            var type = fix.GetType();
            var export = Assert.Single(type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>());
            Assert.StartsWith(rule.Stem, type.Name, StringComparison.Ordinal);
            Assert.EndsWith("Fix", type.Name, StringComparison.Ordinal);
            Assert.Equal(type.Name, export.Name);
            Assert.Equal("ConcurrencyAnalyzers.CodeFixes.Rules." + rule.Block, type.Namespace);
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Help_link_leads_to_the_page(string id) =>
        Assert.Equal(Descriptors.HelpBase + id + ".md", RuleCatalog.Get(id).Descriptor.HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_fix_or_says_why_not(string id)
    {
        var rule = RuleCatalog.Get(id);

        Assert.True(
            rule.Fixes.Count > 0 == rule.NoCodeFixReason is null && rule.NoCodeFixReason is not "",
            $"{id} has {rule.Fixes.Count} fixes and the reason for none: '{rule.NoCodeFixReason}'.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Fix_takes_part_in_fix_all(string id) =>
        Assert.All(RuleCatalog.Get(id).Fixes, fix => Assert.NotNull(fix.GetFixAllProvider()));
}
