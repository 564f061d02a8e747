using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Queues;

/// <summary>CONC702's sample, run.</summary>
public sealed class CONC702RunTests
{
    private const string Driver = """
        var letters = new Letters();
        letters.Stamp(["a", "b"]);
        Console.WriteLine(string.Join(' ', letters.Stamped));
        """;

    [Fact]
    public async Task Misuse_hangs() => Assert.True((await SampleRun.ViolationAsync("CONC702", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal("a* b*", (await SampleRun.FixedAsync("CONC702", Driver)).Answer);
}
