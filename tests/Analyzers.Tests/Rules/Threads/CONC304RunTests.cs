using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC304's sample, run.</summary>
public sealed class CONC304RunTests
{
    /// <summary>Two rings.</summary>
    private const string Driver = """
        Chimes.Ring(2);
        """;

    [Fact]
    public async Task Misuse_throws_at_the_second_start() => Assert.Contains(nameof(ThreadStateException), (await SampleRun.ViolationAsync("CONC304", Driver)).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task Repaired_program_rings_twice() => Assert.Equal("ding\nding", (await SampleRun.FixedAsync("CONC304", Driver)).Answer);
}
