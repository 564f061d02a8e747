using System.Collections.Immutable;
using Analyzers.Tests.Conventions.Generated;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>The presets as the compiler reads them.</summary>
public sealed class PresetTests
{
    public static TheoryData<string> Names => [.. Preset.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Preset_names_every_rule_exactly_once(string name)
    {
        var ids = Text(name).Split('\n').Where(line => line.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal)).Select(line => line.Split('.')[1]);

        Assert.Equal(RuleCatalog.Rules.Select(rule => rule.Id), ids);
    }

    /// <summary>The project property has one item and one valid value for each preset.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Props_know_the_preset(string name)
    {
        var props = Repository.Read("src/CodeFixes/package/build/ConcurrencyAnalyzers.props");

        Assert.Contains($"""Condition="'$(ConcurrencyAnalysisMode)' == '{name}'" Include="$(MSBuildThisFileDirectory)../presets/{name}.globalconfig""", props, StringComparison.Ordinal);
        Assert.Matches($"<_ConcurrencyAnalysisModes>.*;{name};.*</_ConcurrencyAnalysisModes>", props);
    }

    [Theory]
    [InlineData("None", ReportDiagnostic.Suppress)]
    [InlineData("AllErrors", ReportDiagnostic.Error)]
    public void Plain_presets_give_all_rules_the_same_severity(string name, ReportDiagnostic expected) =>
        Assert.All(RuleCatalog.Rules, rule => Assert.Equal(expected, Severities(name)[rule.Id]));

    [Fact]
    public void Recommended_raises_what_a_build_would_not_print()
    {
        var severities = Severities("Recommended");

        Assert.All(RuleCatalog.Rules, rule => Assert.Equal(
            rule.Descriptor switch
            {
                { IsEnabledByDefault: false } => ReportDiagnostic.Suppress,
                { DefaultSeverity: DiagnosticSeverity.Info or DiagnosticSeverity.Hidden } => ReportDiagnostic.Warn,
                _ => ReportDiagnostic.Default,
            },
            severities[rule.Id]));
    }

    private static string Text(string name) => Repository.Read($"src/CodeFixes/package/presets/{name}.globalconfig");

    private static ImmutableDictionary<string, ReportDiagnostic> Severities(string name)
    {
        var file = AnalyzerConfig.Parse(SourceText.From(Text(name)), $"/{name}.globalconfig");
        var set = AnalyzerConfigSet.Create(ImmutableArray.Create(file), out var diagnostics);
        Assert.Empty(diagnostics);
        return set.GlobalConfigOptions.TreeOptions;
    }
}
