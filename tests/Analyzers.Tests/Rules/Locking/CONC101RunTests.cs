using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Locking;

/// <summary>CONC101's sample, run.</summary>
public sealed class CONC101RunTests
{
    private const string Driver = "new Account().Deposit(5);";

    [Fact]
    public async Task Misuse_waits_for_itself_for_ever() => Assert.True((await SampleRun.ViolationAsync("CONC101", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_ends() => Assert.Equal("5", (await SampleRun.FixedAsync("CONC101", Driver)).Answer);
}
