using System.Collections.Immutable;
using Analyzers.Tests.Corpus;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Analyzers.Tests.Conventions;

/// <summary>The compiler loads few analyzers, and with them every rule.</summary>
public sealed class AllRulesTests
{
    private const string TwoMistakes = """
        class C
        {
            private readonly object _gate = new();

            void M(Type type)
            {
                lock (type) { }
                lock (_gate) { lock ("text") { } }
            }

            void N()
            {
                var thread = new Thread(() => { });
                thread.Start();
                thread.Start();
            }
        }
        """;

    [Fact]
    public void Every_rule_is_loaded_once() =>
        Assert.Equal(RuleCatalog.Rules.Select(static rule => rule.Id), RuleRunner.Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id).Order(StringComparer.Ordinal));

    /// <summary>The driver's cost is per analyzer; one of its own is only for what must be told apart from the rest.</summary>
    [Fact]
    public void Rules_share_an_analyzer_unless_they_wait_for_the_end_of_the_compilation() =>
        Assert.All(RuleRunner.Analyzers, static analyzer => Assert.True(
            analyzer.SupportedDiagnostics.Length > 1 || analyzer.SupportedDiagnostics[0].CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd),
            analyzer.ToString()));

    [Fact]
    public async Task Rule_that_is_off_is_silent_and_the_others_are_not()
    {
        var compilation = RuleRunner.Compile(("C.cs", TwoMistakes));
        var all = (await RuleRunner.RunAsync(compilation)).Select(static found => found.Id).Distinct().ToList();
        Assert.Equal(["CONC201", "CONC304"], all);

        var options = compilation.Options.WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty.Add("CONC201", ReportDiagnostic.Suppress));
        Assert.All(await RuleRunner.RunAsync(compilation.WithOptions(options)), static found => Assert.Equal("CONC304", found.Id));
    }

    [Fact]
    public async Task Rule_that_is_off_but_for_one_file_reports_there()
    {
        var compilation = RuleRunner.Compile(("C.cs", TwoMistakes));
        var options = compilation.Options
            .WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty)
            .WithSyntaxTreeOptionsProvider(new OnlyIn("C.cs", "CONC201"));

        var found = await RuleRunner.RunAsync(compilation.WithOptions(options));

        Assert.Equal(["CONC201"], found.Select(static diagnostic => diagnostic.Id).Distinct());
    }

    /// <summary>Everything is off, but for one rule in one file: an .editorconfig with a section.</summary>
    private sealed class OnlyIn(string path, string id) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = tree.FilePath == path && diagnosticId == id ? ReportDiagnostic.Warn : ReportDiagnostic.Suppress;
            return true;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return true;
        }
    }
}
