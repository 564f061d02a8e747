using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Pools;

/// <summary>CONC406's sample, run with worker processes.</summary>
public sealed class CONC406RunTests
{
    private const string Driver = """
        try
        {
            Orders.Check([1, -1]);
            Console.WriteLine("all right");
        }
        catch (ArgumentOutOfRangeException)
        {
            Console.WriteLine("an amount is negative");
        }
        """;

    [Fact]
    public async Task Misuse_loses_the_failure() => Assert.Equal("all right", (await SampleRun.ViolationAsync("CONC406", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_tells_of_it() => Assert.Equal("an amount is negative", (await SampleRun.FixedAsync("CONC406", Driver)).Answer);
}
