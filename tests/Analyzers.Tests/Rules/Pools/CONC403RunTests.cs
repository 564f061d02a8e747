using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Pools;

/// <summary>CONC403's sample, run: the first two threads wait for each other after they have read the sum.</summary>
public sealed class CONC403RunTests
{
    private const string Driver = """
        var seen = new CountdownEvent(2);
        var tickets = 0;
        var threads = new ThreadLocal<bool>();
        var total = Freight.Weigh(Enumerable.Repeat("parcel", 64).ToArray(), _ =>
        {
            if (!threads.Value && Interlocked.Increment(ref tickets) <= 2)
            {
                threads.Value = true;
                seen.Signal();
                seen.Wait(TimeSpan.FromSeconds(4));
            }

            return 1;
        });
        Console.WriteLine(total);
        """;

    [Fact]
    public async Task Misuse_loses_a_parcel() => Assert.NotEqual("64", (await SampleRun.ViolationAsync("CONC403", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_weighs_all() => Assert.Equal("64", (await SampleRun.FixedAsync("CONC403", Driver)).Answer);
}
