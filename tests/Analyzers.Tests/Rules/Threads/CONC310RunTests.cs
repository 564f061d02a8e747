using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC310's sample, run.</summary>
public sealed class CONC310RunTests
{
    /// <summary>A cook, and the orders that come once he works.</summary>
    private const string Driver = """
        Kitchen.Cook(new System.Collections.Concurrent.BlockingCollection<string>());
        """;

    [Fact]
    public async Task Misuse_waits_for_orders_that_come_behind_it() => Assert.True((await SampleRun.ViolationAsync("CONC310", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_cooks() => Assert.Equal("soup", (await SampleRun.FixedAsync("CONC310", Driver)).Answer);
}
