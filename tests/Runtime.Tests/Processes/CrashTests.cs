using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>A child's crash is an exit code and a message in its parent, never a hang.</summary>
public class CrashTests
{
    // No crash dump where a crash is the point; the text of the crash in the message.
    private static readonly WorkerProcessOptions s_quiet = new()
    {
        Err = StdStream.Capture,
        Environment = new Dictionary<string, string?> { ["DOTNET_DbgEnableMiniDump"] = "0" },
    };

    [Fact]
    public async Task A_stack_overflow_is_a_crash()
    {
        using var process = WorkerProcess.Create(Work.OverflowStack, s_quiet);
        process.Start();
        var crash = await Assert.ThrowsAsync<WorkerCrashedException>(async () => await process);
        Assert.Equal((-6, -6), (process.ExitCode, crash.ExitCode));
        Assert.Contains("OverflowStack", crash.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fail_fast_is_a_crash_whose_last_words_arrive()
    {
        using var process = WorkerProcess.Create(Work.FailFast, "no way on", s_quiet);
        process.Start();
        var crash = await Assert.ThrowsAsync<WorkerCrashedException>(async () => await process);
        Assert.Equal((-6, process.Pid), (crash.ExitCode, crash.ProcessId));
        Assert.Contains("no way on", crash.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_in_native_code_is_a_signal()
    {
        using var process = WorkerProcess.Create(Work.CrashNatively, s_quiet);
        process.Start();
        var crash = await Assert.ThrowsAsync<WorkerCrashedException>(async () => await process);
        Assert.Equal(-6, process.ExitCode);
        Assert.Equal(6, (int)crash.Signal!.Value);
    }

    [Fact]
    public async Task An_exception_on_a_thread_of_its_own_ends_the_child()
    {
        using var process = WorkerProcess.Create(Work.CrashOnOtherThread, s_quiet);
        process.Start();
        var crash = await Assert.ThrowsAsync<WorkerCrashedException>(async () => await process);
        Assert.Equal(-6, process.ExitCode);
        Assert.Contains("on another thread", crash.ErrorOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_leave_without_the_promised_result_is_a_crash()
    {
        using var process = WorkerProcess.Create(static () => { Environment.Exit(3); return 1; });
        process.Start();
        var crash = await Assert.ThrowsAsync<WorkerCrashedException>(async () => await process);
        Assert.Equal((3, null), (crash.ExitCode, crash.Signal));
        Assert.Throws<WorkerCrashedException>(() => process.Result);
    }
}
