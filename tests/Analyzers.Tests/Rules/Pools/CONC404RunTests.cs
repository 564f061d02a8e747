using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Pools;

/// <summary>CONC404's sample, run: what happens to an exception after the first await.</summary>
public sealed class CONC404RunTests
{
    private const string Driver = """
        try
        {
            await Mailing.SendAsync(["Ann", "Bob"], async receiver =>
            {
                await Task.Yield();
                throw new InvalidOperationException($"no address of {receiver}");
            });
            Console.WriteLine("all sent");
        }
        catch (InvalidOperationException failure)
        {
            Console.WriteLine(failure.Message);
        }
        """;

    [Fact]
    public async Task Misuse_loses_the_exception() => Assert.Equal("all sent", (await SampleRun.ViolationAsync("CONC404", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_hands_it_on() => Assert.Equal("no address of Ann", (await SampleRun.FixedAsync("CONC404", Driver)).Answer);
}
