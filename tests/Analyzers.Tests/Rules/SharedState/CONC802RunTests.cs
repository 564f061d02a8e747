using System.Globalization;
using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.SharedState;

/// <summary>CONC802's sample, run: two threads add one two hundred times each, and sleep between the read and the write.</summary>
public sealed class CONC802RunTests
{
    private const string Driver = "Console.WriteLine(Counter.Run());";

    [Fact]
    public async Task Misuse_loses_updates() =>
        Assert.InRange(int.Parse((await SampleRun.ViolationAsync("CONC802", Driver)).Answer, CultureInfo.InvariantCulture), 1, 399);

    [Fact]
    public async Task Repaired_program_counts_all() => Assert.Equal("400", (await SampleRun.FixedAsync("CONC802", Driver)).Answer);
}
