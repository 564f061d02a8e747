using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC301's sample, run.</summary>
public sealed class CONC301RunTests
{
    /// <summary>Texts so long that a thread is still trimming when nobody waits for it; twenty times, for a machine that is busy elsewhere.</summary>
    private const string Driver = """
        var text = new string(' ', 20_000_000) + "a";
        for (var i = 0; i < 20; i++)
        {
            Report.Print([text]);
        }
        """;

    [Fact]
    public async Task Misuse_answers_before_the_work_is_done() => Assert.Contains("0", (await SampleRun.ViolationAsync("CONC301", Driver)).Answer, StringComparison.Ordinal);

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal(Enumerable.Repeat("1", 20), (await SampleRun.FixedAsync("CONC301", Driver)).Answer.Split('\n'));
}
