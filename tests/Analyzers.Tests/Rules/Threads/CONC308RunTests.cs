using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC308's sample, run.</summary>
public sealed class CONC308RunTests
{
    /// <summary>A text that takes its time.</summary>
    private const string Driver = """
        var greeter = new Greeter(static () =>
        {
            Thread.Sleep(2000);
            return "hello";
        });
        greeter.Wait();
        """;

    [Fact]
    public async Task Misuse_reads_what_is_not_set_yet() => Assert.Contains(nameof(NullReferenceException), (await SampleRun.ViolationAsync("CONC308", Driver)).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task Repaired_program_greets() => Assert.Equal("HELLO", (await SampleRun.FixedAsync("CONC308", Driver)).Answer);
}
