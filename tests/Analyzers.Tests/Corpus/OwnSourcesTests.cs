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
        ["tests/Runtime.TestHost/ProcessPrograms.cs CONC503"] = "What becomes of a child that nobody waits for is what is tested.",
        ["tests/Runtime.Tests/Processes/Work.cs CONC503"] = "The start is refused, which is what is tested.",
        ["tests/Runtime.Tests/Channels/ProcessQueueTests.cs CONC507"] = "The refusal is what is tested.",
        ["tests/Runtime.Tests/ProcessPools/ProcessPoolTests.cs CONC507"] = "The refusal is what is tested.",
        ["tests/Runtime.Tests/Processes/ProcessObjects.cs CONC507"] = "The refusal is what is tested.",
        ["tests/Runtime.Tests/Processes/WorkerProcessCallTests.cs CONC507"] = "The refusal is what is tested.",
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

    /// <summary>Tests of locks misuse them on purpose; and where a test throws in the middle it has failed, and its lock goes with it. As in .editorconfig.</summary>
    private static bool IsInTestOfLock(Diagnostic diagnostic) => (diagnostic.Id, FolderOf(diagnostic)) is
        ("CONC104" or "CONC105" or "CONC107", "tests/Runtime.Tests/Locks" or "tests/Runtime.Tests/SharedState")
        or ("CONC105", "tests/Runtime.Tests/Managers" or "tests/Runtime.Tests/Signals");

    private static string? FolderOf(Diagnostic diagnostic) => Path.GetDirectoryName(diagnostic.Location.GetLineSpan().Path)?.Replace('\\', '/');

    private static bool IsNew(Diagnostic diagnostic) => !IsInTestOfLock(diagnostic) && !Accepted.ContainsKey($"{diagnostic.Location.GetLineSpan().Path} {diagnostic.Id}");
}
