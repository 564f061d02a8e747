using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC303's sample, run.</summary>
public sealed class CONC303RunTests
{
    /// <summary>The sum of three numbers.</summary>
    private const string Driver = """
        Console.WriteLine(Total.Of([1, 2, 3]));
        """;

    [Fact]
    public async Task Misuse_waits_for_ever() => Assert.True((await SampleRun.ViolationAsync("CONC303", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_answers() => Assert.Equal("6", (await SampleRun.FixedAsync("CONC303", Driver)).Answer);
}
