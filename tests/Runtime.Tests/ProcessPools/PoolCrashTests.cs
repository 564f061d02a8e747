using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessPools;

public class PoolCrashTests : PoolTest
{
    [Fact]
    [Trait("Row", "167")]
    public void A_killed_worker_fails_its_task_with_what_happened()
    {
        ProcessPool pool = Pool(1);
        int worker = pool.Apply(PoolTargets.Pid, 0);
        WorkerCrashedException crash = Assert.Throws<WorkerCrashedException>(() => pool.ApplyAsync(PoolTargets.Die, 0).Get(Limit));
        Assert.Equal(worker, crash.ProcessId);
        Assert.Equal(-9, crash.ExitCode);
        Assert.Equal(9, (int)crash.Signal!.Value);
        Assert.Contains(nameof(PoolTargets.Die), crash.Target, StringComparison.Ordinal);
        Assert.Contains("signal 9", crash.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "168")]
    public void Only_the_running_task_fails_and_the_pool_goes_on()
    {
        ProcessPool pool = Pool();
        List<PendingResult<int>> results = [.. Enumerable.Range(0, 20).Select(i => pool.ApplyAsync(PoolTargets.DieIfSeven, i))];
        for (int i = 0; i < 20; i++)
        {
            if (i == 7)
            {
                Assert.Throws<WorkerCrashedException>(() => results[7].Get(Limit));
            }
            else
            {
                Assert.Equal(i, results[i].Get(Limit));
            }
        }

        Assert.Equal(4, pool.Apply(PoolTargets.Square, 2));
        Assert.Equal(1, pool.Snapshot().Crashed);
    }

    [Theory]
    [InlineData("read kill")]
    [InlineData("read exit")]
    [Trait("Row", "169")]
    public void A_crash_while_an_argument_is_read_fails_that_task_only(string when)
    {
        ProcessPool pool = Pool(1);
        PendingResult<int> bad = pool.ApplyAsync(PoolTargets.Take, new Killer(when));
        PendingResult<int> good = pool.ApplyAsync(PoolTargets.Square, 3);
        Assert.Throws<WorkerCrashedException>(() => bad.Get(Limit));
        Assert.Equal(9, good.Get(Limit));
    }

    [Fact]
    [Trait("Row", "169")]
    public void An_exception_while_an_argument_is_read_fails_that_task_only()
    {
        ProcessPool pool = Pool(1);
        int worker = pool.Apply(PoolTargets.Pid, 0);
        PendingResult<int> bad = pool.ApplyAsync(PoolTargets.Take, new Killer("read throw"));
        Assert.True(bad.Wait(Limit));
        Assert.False(bad.Successful);
        Assert.Equal(worker, pool.Apply(PoolTargets.Pid, 0));
    }

    [Fact]
    [Trait("Row", "170")]
    public void A_crash_an_exit_and_an_abort_in_the_target_fail_their_tasks_only()
    {
        ProcessPool pool = Pool(1);
        Assert.Throws<WorkerCrashedException>(() => pool.ApplyAsync(PoolTargets.Die, 1).Get(Limit));
        Assert.Equal(5, Assert.Throws<WorkerCrashedException>(() => pool.ApplyAsync(PoolTargets.Exit, 5).Get(Limit)).ExitCode);
        Assert.Equal(-6, Assert.Throws<WorkerCrashedException>(() => pool.ApplyAsync(PoolTargets.FailFast, 0).Get(Limit)).ExitCode);
        Assert.Throws<KeyNotFoundException>(() => pool.ApplyAsync(PoolTargets.Throw, 1).Get(Limit));
        Assert.Equal(4, pool.Apply(PoolTargets.Square, 2));
    }

    [Theory]
    [InlineData("write kill")]
    [InlineData("write exit")]
    [Trait("Row", "171")]
    public void A_crash_while_a_result_is_written_fails_that_task_only(string when)
    {
        ProcessPool pool = Pool(1);
        PendingResult<Killer> bad = pool.ApplyAsync(PoolTargets.Deliver, new Killer(when));
        Assert.Throws<WorkerCrashedException>(() => bad.Get(Limit));
        Assert.Equal(9, pool.ApplyAsync(PoolTargets.Square, 3).Get(Limit));
    }

    [Fact]
    [Trait("Row", "172")]
    public void Tasks_sent_ahead_to_a_worker_that_dies_run_once_elsewhere()
    {
        string folder = Folder();
        for (int round = 0; round < 3; round++)
        {
            ProcessPool pool = Pool(1);
            // Short tasks first, so that the worker is sent many ahead.
            pool.Map(PoolTargets.Square, Enumerable.Range(0, 300), 1);
            List<PendingResult<int>> results = [];
            string log = Path.Combine(folder, $"log{round}");
            for (int i = 0; i < 20; i++)
            {
                results.Add(i == 5
                    ? pool.ApplyAsync(PoolTargets.Die, 0)
                    : pool.ApplyAsync(static (string path, int number) => { File.AppendAllText(path, $"{number}\n"); return number; }, log, i));
            }

            Assert.Throws<WorkerCrashedException>(() => results[5].Get(Limit));
            Assert.All(Enumerable.Range(0, 20).Where(i => i != 5), i => Assert.Equal(i, results[i].Get(Limit)));
            Assert.Equal(Enumerable.Range(0, 20).Where(i => i != 5), File.ReadAllLines(log).Select(int.Parse).Order());
        }
    }

    [Fact]
    [Trait("Row", "173")]
    public void A_task_is_run_again_after_a_crash_if_that_is_asked_for_and_given_up_after_that_many_times()
    {
        ProcessPool pool = Pool(1, new ProcessPoolOptions { CrashRetries = 2 });
        string folder = Folder();
        Assert.Equal(2, pool.ApplyAsync(PoolTargets.DieUntil, folder, 2).Get(Limit));
        Assert.Throws<WorkerCrashedException>(() => pool.ApplyAsync(PoolTargets.DieUntil, Folder(), 3).Get(Limit));
        Assert.Equal(4, pool.Apply(PoolTargets.Square, 2));
    }

    [Fact]
    [Trait("Row", "173")]
    public void A_pool_whose_workers_always_die_is_broken()
    {
        ProcessPool pool = Pool(2, new ProcessPoolOptions
        {
            Process = new WorkerProcessOptions { WorkingDirectory = "/nowhere" },
        });
        PendingResult<int> pending = pool.ApplyAsync(PoolTargets.Square, 1);
        Assert.Throws<BrokenPoolException>(() => pending.Get(Limit));
        Assert.Throws<BrokenPoolException>(() => pool.Apply(PoolTargets.Square, 1));
        pool.Close();
        Assert.True(pool.Join(Limit));
    }

    [Fact]
    public void A_worker_that_dies_in_the_initializer_again_and_again_breaks_the_pool()
    {
        ProcessPool pool = Pool(1, new ProcessPoolOptions { Initializer = PoolTargets.DieInInitializer });
        Assert.Throws<BrokenPoolException>(() => pool.ApplyAsync(PoolTargets.Square, 1).Get(Limit));
    }

    [Fact]
    public void A_task_that_runs_too_long_fails_and_its_worker_is_replaced()
    {
        ProcessPool pool = Pool(1, new ProcessPoolOptions { TaskTimeout = TimeSpan.FromMilliseconds(200) });
        PendingResult<int> late = pool.ApplyAsync(PoolTargets.Forever, 1);
        PendingResult<int> next = pool.ApplyAsync(PoolTargets.Square, 3);
        Assert.Contains("TaskTimeout", Assert.Throws<TimeoutException>(() => late.Get(Limit)).Message, StringComparison.Ordinal);
        Assert.Equal(9, next.Get(Limit));
    }

    [Fact]
    public void A_queued_task_that_is_cancelled_never_runs()
    {
        ProcessPool pool = Pool(1);
        string gate = FilePath();
        string trace = FilePath();
        PendingResult<int> busy = pool.ApplyAsync(PoolTargets.Gate, gate);
        WaitForFile(gate + ".started");
        using var source = new CancellationTokenSource();
        PendingResult<object?> byToken = pool.ApplyAsync(PoolTargets.Nothing, trace, cancellationToken: source.Token);
        PendingResult<object?> byHand = pool.ApplyAsync(PoolTargets.Nothing, trace);
        source.Cancel();
        Assert.True(byHand.Cancel());
        Assert.Throws<TaskCanceledException>(() => byToken.Get(Limit));
        Assert.Throws<TaskCanceledException>(() => byHand.Get(Limit));
        File.WriteAllText(gate, "");
        busy.Get(Limit);
        Assert.Equal(1, pool.Apply(PoolTargets.Square, 1));
        Assert.False(File.Exists(trace));
        Assert.False(byHand.Cancel());
    }

    [Fact]
    public void A_running_task_that_takes_a_token_is_cancelled()
    {
        ProcessPool pool = Pool(1);
        string path = FilePath();
        using var source = new CancellationTokenSource();
        PendingResult<int> running = pool.ApplyAsync(PoolTargets.UntilCancelled, path, source.Token);
        WaitForFile(path);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => running.Get(Limit));
        Assert.Equal(1, pool.Apply(PoolTargets.Square, 1));
    }

    [Fact]
    public void Progress_comes_back_before_the_result()
    {
        var reports = new List<int>();
        int result = Pool().ApplyAsync(PoolTargets.WithProgress, 5, (IProgress<int>)new Recorder(reports)).Get(Limit);
        Assert.Equal(5, result);
        Assert.Equal([1, 2, 3, 4, 5], reports);
    }

    [Fact]
    public void Short_tasks_do_not_wait_behind_a_long_one_while_a_worker_is_idle()
    {
        ProcessPool pool = Pool(2);
        pool.Map(PoolTargets.Square, Enumerable.Range(0, 500), 1);
        string gate = FilePath();
        List<PendingResult<int>> results = [pool.ApplyAsync(PoolTargets.Gate, gate), .. Enumerable.Range(0, 30).Select(i => pool.ApplyAsync(PoolTargets.Echo, i))];
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(i, results[i + 1].Get(Limit)));
        File.WriteAllText(gate, "");
        Assert.NotEqual(0, results[0].Get(Limit));
    }

    private sealed class Recorder(List<int> reports) : IProgress<int>
    {
        public void Report(int value) => reports.Add(value);
    }
}
