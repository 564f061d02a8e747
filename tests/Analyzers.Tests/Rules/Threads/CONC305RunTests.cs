using Analyzers.Tests.Execution;

namespace Analyzers.Tests.Rules.Threads;

/// <summary>CONC305's sample, run.</summary>
public sealed class CONC305RunTests
{
    /// <summary>Two copies that meet: each waits for the other, so they must run side by side.</summary>
    private const string Driver = """
        using var both = new Barrier(2);
        Mirrors.Refresh(["a", "b"], _ => both.SignalAndWait());
        """;

    [Fact]
    public async Task Misuse_runs_one_thread_at_a_time() => Assert.True((await SampleRun.ViolationAsync("CONC305", Driver)).IsHung);

    [Fact]
    public async Task Repaired_program_runs_both() => Assert.Equal("all copied", (await SampleRun.FixedAsync("CONC305", Driver)).Answer);
}
