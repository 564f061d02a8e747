using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>Streams, environment, folder, time limits, and workers started ahead.</summary>
public class WorkerProcessOptionsTests
{
    [Fact]
    public void Environment_variables_are_added_and_removed()
    {
        Environment.SetEnvironmentVariable("RUNTIME_TESTS_A", "parent");
        try
        {
            var options = new WorkerProcessOptions
            {
                Environment = new Dictionary<string, string?> { ["RUNTIME_TESTS_A"] = null, ["RUNTIME_TESTS_B"] = "ü x" },
            };
            using var removed = WorkerProcess.Create(Work.Variable, "RUNTIME_TESTS_A", options);
            using var added = WorkerProcess.Create(Work.Variable, "RUNTIME_TESTS_B", options);
            using var inherited = WorkerProcess.Create(Work.Variable, "RUNTIME_TESTS_A");
            removed.Start();
            added.Start();
            inherited.Start();
            Assert.Equal((null, "ü x", "parent"), (removed.Result, added.Result, inherited.Result));
        }
        finally
        {
            Environment.SetEnvironmentVariable("RUNTIME_TESTS_A", null);
        }
    }

    [Fact]
    public void The_means_of_starting_are_gone_in_the_child_and_startup_hooks_of_the_user_are_back()
    {
        using var plain = WorkerProcess.Create(Work.LeftInEnvironment);
        plain.Start();
        Assert.Equal(["CONCURRENCY_RUNTIME_CHILD=", $"DOTNET_STARTUP_HOOKS={Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS")}"], plain.Result);
        string hook = typeof(WorkerProcess).Assembly.Location;
        var options = new WorkerProcessOptions { Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = hook } };
        using var own = WorkerProcess.Create(Work.LeftInEnvironment, options);
        own.Start();
        Assert.Equal($"DOTNET_STARTUP_HOOKS={hook}", own.Result[1]);
    }

    [Fact]
    public void The_child_works_in_the_folder_it_is_given()
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        using var process = WorkerProcess.Create(Work.Folder, new WorkerProcessOptions { WorkingDirectory = folder });
        process.Start();
        Assert.Equal(folder, process.Result);
        using var nowhere = WorkerProcess.Create(Work.Folder, new WorkerProcessOptions { WorkingDirectory = "/nowhere/at/all" });
        Assert.Contains("/nowhere/at/all", Assert.Throws<BootstrapException>(nowhere.Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captured_streams_give_their_lines_also_after_the_end()
    {
        var options = new WorkerProcessOptions { Out = StdStream.Capture, Err = StdStream.Capture };
        using var process = WorkerProcess.Create(Work.Write, "to output", "to error", options);
        Assert.Throws<InvalidOperationException>(() => process.OutputLines());
        process.Start();
        process.Join();
        Assert.Equal(["to output"], await process.OutputLines().ToArrayAsync());
        Assert.Equal(["to error"], await process.ErrorLines().ToArrayAsync());
    }

    [Fact]
    public async Task A_child_never_waits_for_the_reader_of_its_output()
    {
        using var process = WorkerProcess.Create(Work.WriteMany, 20_000, new WorkerProcessOptions { Out = StdStream.Capture });
        process.Start();
        Assert.True(process.Join(Wait.Limit));
        string[] lines = await process.OutputLines().ToArrayAsync();
        Assert.Equal((20_000, "line 19999"), (lines.Length, lines[^1]));
    }

    [Fact]
    public void Streams_that_are_not_captured_cannot_be_read()
    {
        using var process = WorkerProcess.Create(Work.Write, "x", "y", new WorkerProcessOptions { Out = StdStream.Discard, Err = StdStream.Discard });
        process.Start();
        Assert.Throws<InvalidOperationException>(() => process.OutputLines());
        Assert.Throws<InvalidOperationException>(() => process.ErrorLines());
        process.Join();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Standard_input_of_a_child_is_empty()
    {
        using var process = WorkerProcess.Create(Work.ReadInput);
        process.Start();
        Assert.Equal("[]", process.Result);
    }

    [Fact]
    public void What_does_not_end_within_its_grace_is_killed()
    {
        var reports = new Reports();
        using var process = WorkerProcess.Create(
            Work.EndSlowly, (IProgress<string>)reports, new WorkerProcessOptions { TerminateGrace = TimeSpan.FromMilliseconds(500) });
        process.Start();
        Assert.Equal("running", reports.Next());
        process.Terminate();
        Assert.True(process.Join(Wait.Limit));
        Assert.Equal(-9, process.ExitCode);
    }

    [Fact]
    public void Within_its_grace_a_child_may_tidy_up()
    {
        using var file = new TempFile();
        var reports = new Reports();
        using var process = WorkerProcess.Create(
            Work.Tidy, file.Name, (IProgress<string>)reports, new WorkerProcessOptions { TerminateGrace = Wait.Limit });
        process.Start();
        reports.Next();
        process.Terminate();
        Assert.True(process.Join(Wait.Limit));
        Assert.Equal((-15, "tidied"), (process.ExitCode, File.ReadAllText(file.Name)));
    }

    [Fact]
    public void Times_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerProcessOptions { StartTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerProcessOptions { TerminateGrace = TimeSpan.FromMilliseconds(-2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerProcessOptions { TerminateGrace = TimeSpan.MaxValue });
        Assert.Equal(Timeout.InfiniteTimeSpan, new WorkerProcessOptions { TerminateGrace = Timeout.InfiniteTimeSpan }.TerminateGrace);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerHost.StartTimeout = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerHost.Standby = -1);
    }

    [Fact]
    public async Task A_child_that_does_not_wake_up_in_time_is_given_up()
    {
        using var process = WorkerProcess.Create(Work.AddLater, 1, 2, new WorkerProcessOptions { StartTimeout = TimeSpan.FromMilliseconds(1) });
        process.Start();
        var late = await Assert.ThrowsAsync<BootstrapException>(async () => await process);
        Assert.Contains("did not become a worker within", late.Message, StringComparison.Ordinal);
        Assert.False(process.IsAlive);
        Assert.NotNull(process.ExitCode);
    }

    [Fact]
    public void A_worker_kept_ready_is_used_and_replaced()
    {
        WorkerHost.Standby = 1;
        try
        {
            Wait.Until(() => ConcurrencyAnalyzers.Runtime.Hosting.StandbyWorkers.Count == 1, "a worker is ready");
            using var process = WorkerProcess.Create(Work.AddLater, 1, 2, new WorkerProcessOptions { Name = "Quick", Daemon = true });
            process.Start();
            Assert.Equal(3, process.Result);
            process.Join();
            Assert.Equal(0, process.ExitCode);
            Wait.Until(() => ConcurrencyAnalyzers.Runtime.Hosting.StandbyWorkers.Count == 1, "another one is ready");

            // Started with another environment than now: not the same as a new process.
            Environment.SetEnvironmentVariable("RUNTIME_TESTS_C", "late");
            using var changed = WorkerProcess.Create(Work.Variable, "RUNTIME_TESTS_C");
            changed.Start();
            Assert.Equal("late", changed.Result);
        }
        finally
        {
            Environment.SetEnvironmentVariable("RUNTIME_TESTS_C", null);
            WorkerHost.Standby = 0;
        }

        Wait.Until(() => ConcurrencyAnalyzers.Runtime.Hosting.StandbyWorkers.Count == 0, "none is kept any more");
    }
}
