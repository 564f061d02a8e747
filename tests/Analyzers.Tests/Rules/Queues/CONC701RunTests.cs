using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Queues;

/// <summary>CONC701's sample, run: Bob reserves the seat on another thread while Ann is still asked for her name.</summary>
public sealed class CONC701RunTests
{
    private const string Driver = """
        var seats = new Seats();
        seats.Reserve("1A", () =>
        {
            Task.Run(() => seats.Reserve("1A", () => "Bob")).Wait();
            return "Ann";
        });
        Console.WriteLine(seats.HolderOf("1A"));
        """;

    [Fact]
    public async Task Misuse_takes_the_seat_from_who_was_first() => Assert.Equal("Ann", (await SampleRun.ViolationAsync("CONC701", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_leaves_it_to_who_was_first() => Assert.Equal("Bob", (await SampleRun.FixedAsync("CONC701", Driver)).Answer);
}
