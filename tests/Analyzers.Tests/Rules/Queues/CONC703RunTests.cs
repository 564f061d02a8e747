using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Queues;

/// <summary>CONC703's sample, run.</summary>
public sealed class CONC703RunTests
{
    private const string Driver = """
        var counter = new Counter();
        counter.Count(["to be", "or not to be"]);
        Console.WriteLine(counter.Words);
        """;

    [Fact]
    public async Task Misuse_hangs() => Assert.True((await SampleRun.ViolationAsync("CONC703", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal("6", (await SampleRun.FixedAsync("CONC703", Driver)).Answer);
}
