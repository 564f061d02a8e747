using System.Globalization;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Runtime;
using ConcurrencyAnalyzers.Runtime.Platform;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>Life, end and identity of a process: Python's test_multiprocessing, with children of this very test assembly.</summary>
public class WorkerProcessTests
{
    private static readonly string[] s_kwargs = ["text", "values", "flag"];

    [Fact, Trait("Row", "120")]
    public void Arguments_name_and_ids_arrive_and_the_state_follows_the_life()
    {
        var kwargs = new Dictionary<string, object?> { [s_kwargs[0]] = "x", [s_kwargs[1]] = new[] { 1.5, 2 } };
        using var bound = WorkerProcess.Create(Work.Describe, [7], kwargs);
        using var process = WorkerProcess.Create(Work.Describe, 7, "x", new[] { 1.5, 2 }, false, new WorkerProcessOptions { Name = "Named" });
        Assert.Equal((false, null, null), (process.IsAlive, process.ExitCode, process.Pid));
        Assert.DoesNotContain(process, WorkerProcess.ActiveChildren());
        process.Start();
        string result = process.Result;
        process.Join();
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"7 x 1.5/2 False Named {process.Pid} {process.Pid}"), result);
        Assert.Equal((false, 0), (process.IsAlive, process.ExitCode));
        Assert.DoesNotContain(process, WorkerProcess.ActiveChildren());
        bound.Start();
        bound.Join();
        Assert.Equal(0, bound.ExitCode);
    }

    [Fact, Trait("Row", "120")]
    public void While_it_runs_it_is_alive_and_among_the_active_children()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(Work.Block, (IProgress<string>)reports);
        process.Start();
        Assert.Equal("running", reports.Next());
        Assert.True(process.IsAlive);
        Assert.Null(process.ExitCode);
        Assert.Contains(process, WorkerProcess.ActiveChildren());
        process.Kill();
        process.Join();
        Assert.DoesNotContain(process, WorkerProcess.ActiveChildren());
    }

    [Fact, Trait("Row", "121")]
    public void Daemon_is_inherited_unless_said()
    {
        using var plain = WorkerProcess.Create(Work.IsDaemon);
        using var daemon = WorkerProcess.Create(Work.IsDaemon, new WorkerProcessOptions { Daemon = true });
        Assert.Equal((false, true), (plain.Daemon, daemon.Daemon));
        plain.Start();
        daemon.Start();
        Assert.Equal((false, true), (plain.Result, daemon.Result));
    }

    [Fact, Trait("Row", "122")]
    public void Daemon_cannot_be_changed_after_the_start_nor_for_this_process()
    {
        using var process = WorkerProcess.Create(Work.Nothing);
        process.Daemon = true;
        process.Start();
        Assert.Throws<InvalidOperationException>(() => process.Daemon = false);
        process.Join();
        Assert.Throws<InvalidOperationException>(() => WorkerProcess.Current.Daemon = true);
    }

    [Fact, Trait("Row", "123")]
    public void A_daemon_may_not_have_children()
    {
        using var process = WorkerProcess.Create(Work.StartChildAsDaemon, new WorkerProcessOptions { Daemon = true, Name = "D" });
        process.Start();
        Assert.Contains("'D' is a daemon and may not have children", process.Result, StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "124")]
    public void Terminate_ends_it_with_minus_fifteen()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(Work.Block, (IProgress<string>)reports);
        process.Start();
        reports.Next();
        Assert.False(process.Join(TimeSpan.Zero));
        process.Terminate();
        Assert.True(process.Join(Wait.Limit));
        Assert.Equal((-15, PosixSignal.SIGTERM), (process.ExitCode, process.Signal));
        Assert.False(process.IsAlive);
        Assert.DoesNotContain(process, WorkerProcess.ActiveChildren());
        process.Terminate();
    }

    [Fact, Trait("Row", "125")]
    public void Kill_ends_it_with_minus_nine()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(Work.Block, (IProgress<string>)reports);
        process.Start();
        reports.Next();
        process.Kill();
        Assert.True(process.Join(Wait.Limit));
        Assert.Equal((-9, (PosixSignal)9), (process.ExitCode, process.Signal));
        process.Kill();
    }

    [Fact, Trait("Row", "126")]
    public void Join_of_a_living_process_with_no_time_returns_at_once()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(Work.Block, (IProgress<string>)reports);
        process.Start();
        reports.Next();
        Assert.False(process.Join(TimeSpan.Zero));
        Assert.False(process.Join(TimeSpan.FromSeconds(-1)));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => process.Join(cancelled.Token));
        process.Kill();
        process.Join();
        Assert.True(process.Join(TimeSpan.Zero));
    }

    [Theory, Trait("Row", "127")]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(137)]
    [InlineData(255)]
    public void The_exit_code_is_the_one_asked_for(int code)
    {
        using var exit = WorkerProcess.Create(Work.Exit, code);
        using var exception = WorkerProcess.Create(Work.ExitByException, code);
        exit.Start();
        exception.Start();
        exit.Join();
        exception.Join();
        Assert.Equal((code, code), (exit.ExitCode, exception.ExitCode));
        Assert.Equal((null, null), (exit.Signal, exception.Signal));
        Assert.Null(exception.RemoteException);
    }

    [Fact, Trait("Row", "127")]
    public async Task A_text_as_exit_is_code_one_and_goes_to_standard_error()
    {
        using var process = WorkerProcess.Create(Work.ExitWithText, "enough", new WorkerProcessOptions { Err = StdStream.Capture });
        process.Start();
        Assert.Equal(["enough"], await process.ErrorLines().ToArrayAsync());
        process.Join();
        Assert.Equal(1, process.ExitCode);
    }

    [Fact, Trait("Row", "127")]
    public void A_negative_exit_code_is_no_signal()
    {
        using var process = WorkerProcess.Create(Work.Exit, -1);
        process.Start();
        process.Join();
        Assert.Equal((255, null), (process.ExitCode, process.Signal));
    }

    [Fact, Trait("Row", "128")]
    public async Task An_exception_is_code_one_a_text_on_standard_error_and_thrown_where_awaited()
    {
        using var process = WorkerProcess.Create(Work.Throw, "my mistake", new WorkerProcessOptions { Err = StdStream.Capture, Name = "Failing" });
        process.Start();
        string[] lines = await process.ErrorLines().ToArrayAsync();
        process.Join();
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("Process Failing:", lines[0]);
        Assert.Contains(lines, line => line.Contains("InvalidOperationException: my mistake", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("FormatException: the cause", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Work.Throw", StringComparison.Ordinal));
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await process);
        Assert.Equal("my mistake", thrown.Message);
        Assert.Contains("Work.Throw", thrown.ToString(), StringComparison.Ordinal);
        Assert.IsType<FormatException>(thrown.InnerException);
        Assert.Same(thrown, process.RemoteException);
    }

    [Fact, Trait("Row", "129")]
    public void A_subclass_runs_in_the_child_with_its_state()
    {
        using var file = new TempFile();
        using var process = new Shouter("hello", file.Name) { Extra = 39, Name = "Mine" };
        process.Start();
        process.Join();
        Assert.Equal("HELLO 42 Mine True Shouter", File.ReadAllText(file.Name));
        using var derived = new LoudShouter("hello", file.Name) { Name = "Yours" };
        derived.Start();
        derived.Join();
        Assert.Equal("HELLO! 3 Yours True LoudShouter", File.ReadAllText(file.Name));
    }

    [Fact, Trait("Row", "129")]
    public void State_that_cannot_cross_is_refused_by_name_before_there_is_a_process()
    {
        using var process = new Unsendable();
        var refused = Assert.Throws<ArgumentNotSerializableException>(process.Start);
        Assert.Contains("Unsendable.Stream", refused.Message, StringComparison.Ordinal);
        Assert.Null(process.Pid);
    }

    [Fact, Trait("Row", "130")]
    public void Processes_start_processes()
    {
        using var process = WorkerProcess.Create(Work.Descend, 2, "r");
        process.Start();
        Assert.Equal(["r", "r0", "r00", "r01", "r1", "r10", "r11"], process.Result);
    }

    [Fact, Trait("Row", "131")]
    public void Only_an_ended_process_can_be_disposed_and_nothing_works_afterwards()
    {
        var reports = new Reports();
        var process = WorkerProcess.Create(Work.Block, (IProgress<string>)reports);
        process.Start();
        reports.Next();
        Assert.Throws<InvalidOperationException>(process.Dispose);
        process.Kill();
        process.Join();
        process.Dispose();
        process.Dispose();
        Assert.Throws<ObjectDisposedException>(() => process.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => process.ExitCode);
        Assert.Throws<ObjectDisposedException>(() => process.Pid);
        Assert.Throws<ObjectDisposedException>(() => process.Sentinel);
        Assert.Throws<ObjectDisposedException>(() => process.Join());
        Assert.Throws<ObjectDisposedException>(process.Start);
        Assert.Throws<ObjectDisposedException>(process.Terminate);
        Assert.Throws<ObjectDisposedException>(process.Kill);
        Assert.Contains("closed", process.ToString(), StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "131")]
    public void One_that_was_never_started_can_be_disposed()
    {
        var process = WorkerProcess.Create(Work.Nothing);
        process.Dispose();
        Assert.Throws<ObjectDisposedException>(process.Start);
    }

    [Fact, Trait("Row", "132")]
    public async Task The_sentinel_is_set_by_the_end_and_not_before()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(Work.Block, (IProgress<string>)reports);
        Assert.Throws<InvalidOperationException>(() => process.Sentinel);
        process.Start();
        reports.Next();
        Task exited = process.ExitedAsync();
        Assert.False(process.Sentinel.WaitOne(0));
        Assert.False(exited.IsCompleted);
        Assert.False(await process.ExitedAsync(TimeSpan.Zero));
        process.Kill();
        Assert.True(process.Sentinel.WaitOne(Wait.Limit));
        await exited.WaitAsync(Wait.Limit);
        Assert.True(await process.ExitedAsync(Wait.Limit));
    }

    [Fact, Trait("Row", "133")]
    public void Many_processes_end_well_or_by_terminate()
    {
        WorkerProcess[] all = [.. Enumerable.Range(0, 5).Select(_ => WorkerProcess.Create(Work.Nothing))];
        Array.ForEach(all, process => process.Start());
        Array.ForEach(all, process => process.Join());
        Assert.All(all, process => Assert.Equal(0, process.ExitCode));
        var reports = new Reports();
        WorkerProcess[] blocked = [.. Enumerable.Range(0, 5).Select(_ => WorkerProcess.Create(Work.Block, (IProgress<string>)reports))];
        Array.ForEach(blocked, process => process.Start());
        Array.ForEach(blocked, _ => reports.Next());
        Array.ForEach(blocked, process => process.Terminate());
        Array.ForEach(blocked, process => process.Join());
        Assert.All(blocked, process => Assert.Equal(-15, process.ExitCode));
        Array.ForEach([.. all, .. blocked], process => process.Dispose());
    }

    [Fact, Trait("Row", "134")]
    public void The_child_knows_its_parent()
    {
        Assert.Null(WorkerProcess.Parent);
        Assert.False(WorkerHost.IsWorker);
        using var process = WorkerProcess.Create(Work.DescribeParent);
        process.Start();
        Assert.Equal($"{Environment.ProcessId} {WorkerProcess.Current.Name} True", process.Result);
        Assert.Equal("MainProcess", WorkerProcess.Current.Name);
    }

    [Fact, Trait("Row", "135")]
    public void It_ends_after_its_threads_that_are_no_daemons()
    {
        using var file = new TempFile();
        using var process = WorkerProcess.Create(Work.LeaveThreads, file.Name);
        process.Start();
        Assert.True(process.Join(Wait.Limit));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("waited for", File.ReadAllText(file.Name));
    }

    [Fact, Trait("Row", "136")]
    public async Task It_is_started_once_and_joined_after_the_start()
    {
        using var process = WorkerProcess.Create(Work.Nothing);
        Assert.Throws<InvalidOperationException>(() => process.Join());
        Assert.Throws<InvalidOperationException>(process.Terminate);
        Assert.Throws<InvalidOperationException>(process.Kill);
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.ExitedAsync());
        process.Start();
        Assert.Throws<InvalidOperationException>(process.Start);
        process.Join();
        Assert.Throws<InvalidOperationException>(process.Start);
        Assert.Throws<InvalidOperationException>(() => WorkerProcess.Current.Join());
        Assert.Throws<InvalidOperationException>(WorkerProcess.Current.Start);
        Assert.Throws<InvalidOperationException>(WorkerProcess.Current.Kill);
    }

    [Fact, Trait("Row", "138")]
    public void The_child_inherits_no_open_file_but_its_streams()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var file = new TempFile();
        using FileStream open = File.Open(file.Name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using FileStream plain = File.Open("/dev/zero", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var process = WorkerProcess.Create(Work.OpenFiles);
        process.Start();
        string[] theirs = process.Result;
        Assert.DoesNotContain(file.Name, theirs);
        Assert.DoesNotContain("/dev/zero", theirs);
        Assert.Contains("/dev/null", theirs);
    }

    [Fact]
    public void Thousands_of_starts_would_leak_nothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        RunOne();
        int before = OpenDescriptors();
        for (int i = 0; i < 12; i++)
        {
            RunOne();
        }

        // Never disposed, never collected: what the system keeps is given back at the end of the process itself.
        Wait.Until(() => OpenDescriptors() <= before + 2, "descriptors of ended children are closed");

        static void RunOne()
        {
            var process = WorkerProcess.Create(Work.Nothing, new WorkerProcessOptions { Out = StdStream.Capture, Err = StdStream.Discard });
            process.Start();
            process.Join();
        }

        static int OpenDescriptors() => Directory.GetFiles("/proc/self/fd").Length;
    }

    [Fact]
    public void A_stopped_child_can_be_terminated()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(
            Work.Block, (IProgress<string>)reports, new WorkerProcessOptions { TerminateGrace = TimeSpan.FromMilliseconds(50) });
        process.Start();
        reports.Next();
        const int Stop = 19;
        Assert.Equal(0, LibC.Kill(process.Pid!.Value, Stop));
        process.Terminate();
        Assert.True(process.Join(Wait.Limit));
        Assert.Equal(-9, process.ExitCode);
    }
}
