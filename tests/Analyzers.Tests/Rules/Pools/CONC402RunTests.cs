using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Pools;

/// <summary>CONC402's sample, run with worker processes.</summary>
public sealed class CONC402RunTests
{
    private const string Driver = """
        Console.WriteLine(string.Join(' ', Squares.Of([1, 2], 3)));
        """;

    [Fact]
    public async Task Misuse_throws()
    {
        var run = await SampleRun.ViolationAsync("CONC402", Driver);

        Assert.NotEqual(0, run.ExitCode ?? 0);
        Assert.Contains("InvalidOperationException", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repaired_program_answers_right() => Assert.Equal("1 4 9", (await SampleRun.FixedAsync("CONC402", Driver)).Answer);
}
