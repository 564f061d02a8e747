using Analyzers.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Analyzers.Tests.Corpus;

/// <summary>We run our own rules on ourselves.</summary>
public sealed class OwnSourcesTests
{
    /// <summary>Findings that stay, as "file id" with the reason.</summary>
    private static readonly Dictionary<string, string> Accepted = new()
    {
        ["tests/Benchmarks/Runtime/Pairs.cs CONC305"] = "It measures what the start and the join of one thread cost.",
        ["tests/Runtime.Tests/Locks/LockSetTests.cs CONC207"] = "A thread of the test holds the lock until it is told to let go.",
    };

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public async Task Our_own_sources_obey_our_rules(string folder)
    {
        var sources = Repository.SourcesUnder(folder)
            .Where(path => !path.StartsWith("tests/Analyzers.Tests/Corpus/", StringComparison.Ordinal) || Path.GetDirectoryName(path) is "tests/Analyzers.Tests/Corpus")
            .Select(path => (path, Repository.Read(path)));

        var found = await CorpusTests.RunAsync(RuleRunner.CompileAgainstTestProcess(sources));

        var news = found.Where(IsNew).Select(diagnostic => diagnostic.ToString()).ToList();
        Assert.True(news.Count == 0, string.Join(Environment.NewLine, news));
    }

    /// <summary>A test of a lock misuses it on purpose, and ends with its first exception.</summary>
    private static bool IsInTestOfLock(Diagnostic diagnostic) =>
        diagnostic.Id is "CONC104" or "CONC105" or "CONC107" && diagnostic.Location.GetLineSpan().Path.StartsWith("tests/Runtime.Tests/", StringComparison.Ordinal);

    private static bool IsNew(Diagnostic diagnostic) => !IsInTestOfLock(diagnostic) && !Accepted.ContainsKey($"{diagnostic.Location.GetLineSpan().Path} {diagnostic.Id}");
}
