using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Pools;

/// <summary>CONC401's sample, run with worker processes.</summary>
public sealed class CONC401RunTests
{
    private const string Driver = "Console.WriteLine(string.Join(' ', Squares.Of([1, 2, 3])));";

    [Fact]
    public async Task Misuse_throws()
    {
        var run = await SampleRun.ViolationAsync("CONC401", Driver);

        Assert.False(run.IsHung);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Close", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal("1 4 9", (await SampleRun.FixedAsync("CONC401", Driver)).Answer);
}
