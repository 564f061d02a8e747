using System.Collections.Immutable;
using Analyzers.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Analyzers.Tests.Corpus;

/// <summary>All rules over code that no rule's own tests think of: silent where it is right, and never thrown off where it is broken.</summary>
public sealed class CorpusTests
{
    private const string ValidFolder = "tests/Analyzers.Tests/Corpus/Valid";
    private const string BrokenFolder = "tests/Analyzers.Tests/Corpus/Broken";

    private static readonly string[] SampleFolders = ["samples/Rules", "samples/Misuse"];

    /// <summary>Hang guard, not a measure of speed.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static TheoryData<string> Valid => [.. Repository.SourcesUnder(ValidFolder)];

    public static TheoryData<string> Broken => [.. Repository.SourcesUnder(BrokenFolder)];

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task No_rule_reports_on_valid_code(string path)
    {
        var compilation = RuleRunner.CompileFile(path);

        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await RunAsync(compilation));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task No_rule_throws_on_broken_code(string path) =>
        AssertNoException(path, await RunAsync(RuleRunner.CompileFile(path)));

    [Fact]
    public void Broken_code_is_broken_or_at_least_strange() =>
        Assert.All(
            Repository.SourcesUnder(BrokenFolder).Where(path => !path.Contains("Strange", StringComparison.Ordinal)),
            path => Assert.Contains(RuleRunner.CompileFile(path).GetDiagnostics(), found => found.Severity == DiagnosticSeverity.Error));

    [Fact]
    public async Task Concurrent_and_sequential_runs_find_the_same()
    {
        string[] folders = [ValidFolder, BrokenFolder, .. SampleFolders];
        var sources = folders.SelectMany(Repository.SourcesUnder).Select(path => (path, Repository.Read(path))).ToList();

        var concurrent = await RunAsync(RuleRunner.CompileWithRuntime(sources));
        var again = await RunAsync(RuleRunner.CompileWithRuntime(sources));
        var sequential = await RunAsync(RuleRunner.CompileWithRuntime(sources), isConcurrent: false);

        Assert.NotEmpty(concurrent);
        Assert.Equal(Lines(concurrent), Lines(again));
        Assert.Equal(Lines(concurrent), Lines(sequential));
    }

    [Fact]
    public async Task All_rules_together_report_once_per_place()
    {
        var sources = SampleFolders.SelectMany(Repository.SourcesUnder).Select(path => (path, Repository.Read(path)));

        var places = (await RunAsync(RuleRunner.CompileWithRuntime(sources))).GroupBy(found => found.Location.GetLineSpan());

        Assert.Empty(places.Where(place => place.Count() > 1).SelectMany(place => Lines([.. place])));
    }

    internal static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, bool isConcurrent = true)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await RuleRunner.RunAsync(compilation, isConcurrent, deadline.Token).WaitAsync(Deadline);
    }

    internal static void AssertNoException(string what, ImmutableArray<Diagnostic> diagnostics)
    {
        var exception = diagnostics.FirstOrDefault(found => found.Id == RuleRunner.AnalyzerException);

        Assert.True(exception is null, $"{what}: {exception?.GetMessage(null)}");
    }

    private static IEnumerable<string> Lines(ImmutableArray<Diagnostic> diagnostics) => diagnostics.Select(found => found.ToString());
}
