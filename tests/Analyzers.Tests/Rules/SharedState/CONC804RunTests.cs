using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.SharedState;

/// <summary>CONC804's sample, run: four threads ask for the settings at the same time.</summary>
public sealed class CONC804RunTests
{
    /// <summary>The threads ask together, and making the settings takes so long that all of them get to the first check meanwhile.</summary>
    private const string Driver = """
        var together = new Barrier(4);
        var threads = new List<Thread>();
        for (var i = 0; i < 4; i++)
        {
            var thread = new Thread(() =>
            {
                together.SignalAndWait();
                _ = Settings.Current;
            });
            threads.Add(thread);
            thread.Start();
        }

        threads.ForEach(thread => thread.Join());
        Console.WriteLine(Settings.Made);
        """;

    [Fact]
    public async Task Misuse_makes_several() => Assert.NotEqual("1", (await SampleRun.ViolationAsync("CONC804", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_makes_one() => Assert.Equal("1", (await SampleRun.FixedAsync("CONC804", Driver)).Answer);
}
