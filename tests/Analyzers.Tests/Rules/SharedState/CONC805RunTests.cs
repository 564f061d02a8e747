using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.SharedState;

/// <summary>What the sample of CONC805 does when it is run: after a garbage collection, does the heart still beat?</summary>
public sealed class CONC805RunTests
{
    /// <summary>The repaired program is asked until it has gone on; the other one is given two seconds, in which a hundred beats are due.</summary>
    private const string Driver = """
        var heartbeat = new Heartbeat();
        heartbeat.Start();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var before = heartbeat.Beats;
        for (var wait = 0; wait < 20 && heartbeat.Beats < before + 5; wait++)
        {
            Thread.Sleep(100);
        }

        Console.WriteLine(heartbeat.Beats >= before + 5);
        GC.KeepAlive(heartbeat);
        """;

    [Fact]
    public async Task Misuse_stops_at_a_garbage_collection() => Assert.Equal("False", (await SampleRun.ViolationAsync("CONC805", Driver)).Answer);

    [Fact]
    public async Task Repaired_program_goes_on() => Assert.Equal("True", (await SampleRun.FixedAsync("CONC805", Driver)).Answer);
}
