using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC309's sample, run.</summary>
public sealed class CONC309RunTests
{
    /// <summary>The first of two copies takes longer than the second.</summary>
    private const string Driver = """
        var copied = 0;
        Mirrors.Refresh(["far", "near"], address =>
        {
            Thread.Sleep(address == "far" ? 3000 : 0);
            Interlocked.Increment(ref copied);
        });
        Console.WriteLine(Volatile.Read(ref copied));
        """;

    [Fact]
    public async Task Misuse_goes_on_before_all_are_copied() => Assert.Equal("all copied\n1", (await SampleRun.ViolationAsync("CONC309", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_waits_for_all() => Assert.Equal("all copied\n2", (await SampleRun.FixedAsync("CONC309", Driver)).Answer);
}
