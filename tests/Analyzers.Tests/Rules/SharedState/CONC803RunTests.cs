using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.SharedState;

/// <summary>What the sample of CONC803 does when it is run: the worker is told to stop after a second.</summary>
public sealed class CONC803RunTests
{
    private const string Driver = "Console.WriteLine(new Worker().Run(1000) > 0);";

    [Fact]
    public async Task Misuse_never_sees_the_write() => Assert.True((await SampleRun.ViolationAsync("CONC803", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_stops() => Assert.Equal("True", (await SampleRun.FixedAsync("CONC803", Driver)).Answer);
}
