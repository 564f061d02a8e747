using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ProcessPools;

public class ProcessPoolTests : PoolTest
{
    [Fact]
    [Trait("Row", "140")]
    public void Apply_runs_a_target_with_its_arguments_in_another_process()
    {
        ProcessPool pool = Pool();
        Assert.Equal(25, pool.Apply(PoolTargets.Square, 5));
        Assert.Equal("ababab", pool.Apply(PoolTargets.Text, "ab", 3));
        Assert.Equal(9, pool.Call(() => PoolTargets.Add(4, 5)).Get(Limit));
        Assert.NotEqual(Environment.ProcessId, pool.Apply(PoolTargets.Pid, 0));
    }

    [Fact]
    public void Asynchronous_targets_and_lambdas_and_targets_without_a_result_run()
    {
        ProcessPool pool = Pool();
        string path = FilePath();
        Assert.Equal(49, pool.Apply(PoolTargets.SquareLater, 7));
        Assert.Equal(8, pool.Apply(static x => x + 1, 7));
        pool.Apply(PoolTargets.Nothing, path);
        Assert.Equal("x", File.ReadAllText(path));
        Assert.Equal([0, 1, 4], pool.Map(PoolTargets.SquareLater, [0, 1, 2]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1000)]
    [Trait("Row", "141")]
    public void Map_is_the_list_of_the_results(int chunkSize) => Assert.Equal(
        Enumerable.Range(0, 100).Select(PoolTargets.Square),
        Pool().Map(PoolTargets.Square, Enumerable.Range(0, 100), chunkSize));

    [Fact]
    [Trait("Row", "142")]
    public void Star_map_spreads_tuples()
    {
        ProcessPool pool = Pool();
        (int, int)[] pairs = [.. Enumerable.Range(0, 10).Select(i => (i, i + 1))];
        Assert.Equal(pairs.Select(p => p.Item1 + p.Item2), pool.StarMap(PoolTargets.Add, pairs));
        Assert.Equal(pairs.Select(p => p.Item1 + p.Item2), pool.StarMapAsync(PoolTargets.Add, pairs, chunkSize: 3).Get(Limit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [Trait("Row", "143")]
    public void IMap_gives_the_results_one_by_one_in_order(int chunkSize)
    {
        using IEnumerator<int> results = Pool().IMap(PoolTargets.Square, Enumerable.Range(0, 300), chunkSize).GetEnumerator();
        for (int i = 0; i < 300; i++)
        {
            Assert.True(results.MoveNext());
            Assert.Equal(i * i, results.Current);
        }

        Assert.False(results.MoveNext());
    }

    [Fact]
    public void IMap_does_not_read_an_endless_source_to_its_end()
    {
        static IEnumerable<int> Endless()
        {
            for (int i = 0; ; i++)
            {
                yield return i;
            }
        }

        Assert.Equal([0, 1, 4, 9, 16], Pool().IMap(PoolTargets.Square, Endless()).Take(5));
    }

    [Fact]
    public void IMap_is_done_by_a_pool_that_is_closed_meanwhile()
    {
        ProcessPool pool = Pool();
        IEnumerable<int> results = pool.IMap(PoolTargets.Square, Enumerable.Range(0, 500));
        pool.Close();
        Assert.True(pool.Join(Limit));
        Assert.Equal(Enumerable.Range(0, 500).Select(PoolTargets.Square), results);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(53)]
    [Trait("Row", "144")]
    public void Unordered_IMap_gives_every_result_once(int chunkSize) => Assert.Equal(
        Enumerable.Range(0, 500).Select(PoolTargets.Square),
        Pool().IMapUnordered(PoolTargets.Square, Enumerable.Range(0, 500), chunkSize).Order());

    [Fact]
    public async Task A_stream_is_read_no_further_ahead_than_agreed()
    {
        int read = 0;
        async IAsyncEnumerable<int> Source()
        {
            for (int i = 0; i < 50; i++)
            {
                Interlocked.Increment(ref read);
                yield return i;
                await Task.Yield();
            }
        }

        int expected = 0;
        await foreach (int result in Pool().StreamAsync(PoolTargets.Square, Source(), maxInFlight: 4))
        {
            Assert.Equal(expected * expected, result);
            Assert.InRange(Volatile.Read(ref read) - expected, 0, 5);
            expected++;
        }

        Assert.Equal(50, expected);
    }

    [Fact]
    [Trait("Row", "145")]
    public void Get_waits_for_the_result_or_until_its_time_is_up()
    {
        ProcessPool pool = Pool();
        string path = FilePath();
        PendingResult<int> pending = pool.ApplyAsync(PoolTargets.Gate, path);
        Assert.Throws<TimeoutException>(() => pending.Get(TimeSpan.FromMilliseconds(20)));
        File.WriteAllText(path, "");
        Assert.NotEqual(0, pending.Get(Limit));
    }

    [Fact]
    [Trait("Row", "146")]
    public void Ready_and_successful_tell_how_far_a_task_is()
    {
        ProcessPool pool = Pool();
        string path = FilePath();
        PendingResult<int> pending = pool.ApplyAsync(PoolTargets.Gate, path);
        Assert.False(pending.Ready);
        Assert.Throws<InvalidOperationException>(() => pending.Successful);
        File.WriteAllText(path, "");
        Assert.True(pending.Wait(Limit));
        Assert.True(pending.Ready);
        Assert.True(pending.Successful);

        PendingResult<int> failed = pool.ApplyAsync(PoolTargets.Throw, 1);
        Assert.True(failed.Wait(Limit));
        Assert.False(failed.Successful);
    }

    [Fact]
    [Trait("Row", "147")]
    public async Task Wait_does_not_throw_what_the_task_threw()
    {
        PendingResult<int> failed = Pool().ApplyAsync(PoolTargets.Throw, 1);
        Assert.True(failed.Wait(Limit));
        Assert.Throws<KeyNotFoundException>(() => failed.Get());
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await failed);
    }

    [Fact]
    [Trait("Row", "148")]
    public void The_callback_of_a_map_gets_the_whole_list_before_others_see_it()
    {
        ProcessPool pool = Pool();
        int calls = 0;
        int[]? seen = null;
        int[] result = pool.MapAsync(PoolTargets.Square, Enumerable.Range(0, 50), 3, callback: list =>
        {
            seen = list;
            Interlocked.Increment(ref calls);
        }).Get(Limit);
        Assert.Equal(1, calls);
        Assert.Same(result, seen);

        Exception? error = null;
        PendingResult<int[]> failed = pool.MapAsync(PoolTargets.ThrowAtThree, Enumerable.Range(0, 50), onError: e => error = e);
        Assert.Throws<InvalidOperationException>(() => failed.Get(Limit));
        Assert.IsType<InvalidOperationException>(error);
    }

    [Fact]
    [Trait("Row", "149")]
    public void The_error_callback_gets_the_exception_and_the_other_is_not_called()
    {
        Exception? error = null;
        int called = 0;
        PendingResult<int> pending = Pool().ApplyAsync(PoolTargets.Throw, 5, callback: _ => called++, onError: e => error = e);
        Assert.True(pending.Wait(Limit));
        Assert.IsType<KeyNotFoundException>(error);
        Assert.Equal("no 5", error.Message);
        Assert.Equal(0, called);
    }

    [Fact]
    public void A_callback_that_throws_costs_nobody_the_result()
    {
        ProcessPool pool = Pool();
        string error = ErrorOutput.Of(() => Assert.Equal(
            4, pool.ApplyAsync(PoolTargets.Square, 2, callback: _ => throw new InvalidOperationException("in a callback")).Get(Limit)));
        Assert.Contains("in a callback", error, StringComparison.Ordinal);
        Assert.Equal(9, pool.Apply(PoolTargets.Square, 3));
    }

    [Fact]
    [Trait("Row", "150")]
    public void What_cannot_cross_is_refused_where_it_is_submitted()
    {
        ProcessPool pool = Pool();
        int captured = 3;
        Assert.Throws<CapturedStateException>(() => pool.ApplyAsync(x => x + captured, 1));
        Assert.Throws<ArgumentNotSerializableException>(() => pool.Apply(static (Thread t) => t.Name, Thread.CurrentThread));
        Assert.Throws<ArgumentNotSerializableException>(() => pool.Map(static (Stream s) => s.Length, [Stream.Null]));
        Assert.Equal(1, pool.Apply(PoolTargets.Square, 1));
    }

    [Fact]
    [Trait("Row", "151")]
    public void A_result_that_cannot_cross_fails_its_task_and_not_its_worker()
    {
        ProcessPool pool = Pool(1);
        int worker = pool.Apply(PoolTargets.Pid, 0);
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<ResultNotSerializableException>(() => pool.Apply(PoolTargets.NotSerializable, i));
        }

        Assert.Equal(worker, pool.Apply(PoolTargets.Pid, 0));
    }

    [Fact]
    [Trait("Row", "152")]
    public void An_exception_of_the_source_of_a_map_surfaces_and_the_pool_goes_on()
    {
        ProcessPool pool = Pool();
        Assert.Throws<InvalidDataException>(() => pool.Map(PoolTargets.Square, FailingSource(10, 3)));
        Assert.Throws<InvalidDataException>(() => pool.Map(PoolTargets.Square, FailingSource(0, 0)));
        Assert.Equal([1, 4], pool.Map(PoolTargets.Square, [1, 2]));
    }

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(2, 7, 6)]
    [InlineData(4, 7, 4)]
    [Trait("Row", "153")]
    public void IMap_delivers_the_whole_chunks_before_the_source_failed(int chunkSize, int failAt, int delivered)
    {
        using IEnumerator<int> results = Pool().IMap(PoolTargets.Square, FailingSource(20, failAt), chunkSize).GetEnumerator();
        for (int i = 0; i < delivered; i++)
        {
            Assert.True(results.MoveNext());
            Assert.Equal(i * i, results.Current);
        }

        Assert.Throws<InvalidDataException>(() => results.MoveNext());
    }

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(4, 7, 4)]
    [Trait("Row", "154")]
    public void Unordered_IMap_delivers_what_was_computed_before_the_source_failed(int chunkSize, int failAt, int delivered)
    {
        var seen = new List<int>();
        Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int result in Pool().IMapUnordered(PoolTargets.Square, FailingSource(20, failAt), chunkSize))
            {
                seen.Add(result);
            }
        });
        Assert.Equal(Enumerable.Range(0, delivered).Select(PoolTargets.Square), seen.Order());
    }

    [Fact]
    [Trait("Row", "155")]
    public void An_empty_source_has_an_empty_result_at_once()
    {
        ProcessPool pool = Pool();
        Assert.Empty(pool.Map(PoolTargets.Square, Array.Empty<int>()));
        Assert.Empty(pool.Map(PoolTargets.Square, Array.Empty<int>(), 10));
        Assert.Empty(pool.IMap(PoolTargets.Square, Array.Empty<int>()));
        Assert.Empty(pool.Snapshot().WorkerIds);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Map(PoolTargets.Square, [1], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.IMap(PoolTargets.Square, [1], 0));
    }

    [Fact]
    [Trait("Row", "156")]
    public void A_pool_has_at_least_one_process()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(-1));
    }

    [Fact]
    [Trait("Row", "157")]
    public void By_default_there_is_one_worker_for_each_processor()
    {
        using var pool = new ProcessPool();
        Assert.Equal(Environment.ProcessorCount, pool.Snapshot().Processes);
        Assert.Equal(Environment.ProcessorCount, WorkerProcess.CpuCount);
    }

    [Fact]
    [Trait("Row", "158")]
    public async Task Joining_an_open_pool_is_refused()
    {
        ProcessPool pool = Pool();
        Assert.Contains("Close", Assert.Throws<InvalidOperationException>(() => pool.Join()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pool.Join(TimeSpan.Zero));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.JoinAsync());
    }

    [Fact]
    [Trait("Row", "159")]
    public void A_closed_pool_takes_nothing_more()
    {
        ProcessPool pool = Pool();
        Assert.Equal(4, pool.Apply(PoolTargets.Square, 2));
        pool.Dispose();
        Assert.Throws<InvalidOperationException>(() => pool.Apply(PoolTargets.Square, 2));
        Assert.Throws<InvalidOperationException>(() => pool.ApplyAsync(PoolTargets.Square, 2));
        Assert.Throws<InvalidOperationException>(() => pool.Map(PoolTargets.Square, [2]));
        Assert.Throws<InvalidOperationException>(() => pool.IMap(PoolTargets.Square, [2]));
        pool.Dispose();
    }

    [Fact]
    [Trait("Row", "160")]
    public void Close_and_join_let_everything_queued_finish()
    {
        ProcessPool pool = Pool();
        List<PendingResult<int>> results = [.. Enumerable.Range(0, 200).Select(i => pool.ApplyAsync(PoolTargets.Square, i))];
        pool.Close();
        Assert.True(pool.Join(Limit));
        Assert.All(results, result => Assert.True(result.Ready));
        Assert.Equal(Enumerable.Range(0, 200).Select(PoolTargets.Square), results.Select(r => r.Get()));
        Assert.Empty(pool.Snapshot().WorkerIds);
    }

    [Fact]
    [Trait("Row", "161")]
    public void Terminate_ends_a_full_pool_soon_and_leaves_nobody_waiting()
    {
        ProcessPool pool = Pool();
        string path = FilePath();
        PendingResult<int> running = pool.ApplyAsync(PoolTargets.Gate, path);
        WaitForFile(path + ".started");
        List<PendingResult<int>> queued = [.. Enumerable.Range(0, 10_000).Select(i => pool.ApplyAsync(PoolTargets.Forever, i))];
        pool.Terminate();
        Assert.True(pool.Join(Limit));
        Assert.All(queued.Prepend(running), result => Assert.Throws<PoolTerminatedException>(() => result.Get(Limit)));
    }

    [Fact]
    [Trait("Row", "162")]
    public void An_exception_keeps_its_type_and_tells_where_it_happened()
    {
        ProcessPool pool = Pool();
        KeyNotFoundException known = Assert.Throws<KeyNotFoundException>(() => pool.Apply(PoolTargets.Throw, 7));
        Assert.Equal("no 7", known.Message);
        Assert.Contains(nameof(PoolTargets.Throw), known.ToString(), StringComparison.Ordinal);
        Assert.Contains("remote", known.ToString(), StringComparison.Ordinal);

        RemoteException unknown = Assert.Throws<RemoteException>(() => pool.Apply(PoolTargets.ThrowOwn, 7));
        Assert.Contains(nameof(OwnException), unknown.RemoteTypeName, StringComparison.Ordinal);
        Assert.Contains(nameof(PoolTargets.ThrowOwn), unknown.RemoteStackTrace, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "163")]
    public void A_map_waits_for_all_its_tasks_also_after_a_failure()
    {
        ProcessPool pool = Pool();
        Assert.Throws<InvalidOperationException>(() => pool.Map(PoolTargets.ThrowAtThree, Enumerable.Range(0, 100), 1));
        Assert.Equal(0, pool.Snapshot().Queued + pool.Snapshot().Running);
    }

    [Fact]
    [Trait("Row", "164")]
    public void Workers_are_replaced_after_their_number_of_tasks()
    {
        ProcessPool pool = Pool(2, new ProcessPoolOptions { MaxTasksPerChild = 5 });
        int[] pids = pool.Map(PoolTargets.Pid, Enumerable.Range(0, 40), 1);
        Assert.All(pids.GroupBy(pid => pid), group => Assert.InRange(group.Count(), 1, 5));
        Assert.InRange(pids.Distinct().Count(), 8, 40);
        PendingResult<int[]> last = pool.MapAsync(PoolTargets.Square, Enumerable.Range(0, 23), 1);
        pool.Close();
        Assert.True(pool.Join(Limit));
        Assert.Equal(Enumerable.Range(0, 23).Select(PoolTargets.Square), last.Get());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPoolOptions { MaxTasksPerChild = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPoolOptions { MaxTasksPerChild = -1 });
    }

    [Fact]
    [Trait("Row", "165")]
    public void The_initializer_runs_once_in_each_worker_also_in_replaced_ones()
    {
        ProcessPool pool = Pool(2, new ProcessPoolOptions { Initializer = PoolTargets.Initialize, MaxTasksPerChild = 3 });
        Assert.All(pool.Map(PoolTargets.Initialized, Enumerable.Range(0, 20), 1), count => Assert.Equal(1, count));
        ProcessPool other = Pool(1, new ProcessPoolOptions().WithInitializer(PoolTargets.InitializeWith, 42));
        Assert.Equal(42, other.Apply(PoolTargets.Initialized, 0));
    }

    [Fact]
    [Trait("Row", "165")]
    public void A_failing_initializer_breaks_the_pool_instead_of_being_tried_for_ever()
    {
        ProcessPool pool = Pool(2, new ProcessPoolOptions { Initializer = PoolTargets.FailToInitialize });
        PendingResult<int> pending = pool.ApplyAsync(PoolTargets.Square, 1);
        BrokenPoolException broken = Assert.Throws<BrokenPoolException>(() => pending.Get(Limit));
        Assert.Equal("cannot initialize", broken.InnerException?.Message);
        Assert.Throws<BrokenPoolException>(() => pool.Apply(PoolTargets.Square, 1));
    }

    [Fact]
    [Trait("Row", "166")]
    public void Arguments_and_results_are_not_kept_alive()
    {
        ProcessPool pool = Pool();
        WeakReference[] dead = Submit(pool);
        pool.Apply(PoolTargets.Square, 1);
        Wait.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !dead.Any(reference => reference.IsAlive);
            },
            "arguments and results are collected");

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference[] Submit(ProcessPool pool)
        {
            int[] argument = [1, 2, 3];
            PendingResult<int[]> pending = pool.ApplyAsync(static (int[] list) => list, argument);
            return [new WeakReference(argument), new WeakReference(pending.Get(Limit)), new WeakReference(pending)];
        }
    }

    [Fact]
    public void Workers_have_names_and_are_daemons_that_may_not_have_children()
    {
        ProcessPool pool = Pool();
        Assert.StartsWith("PoolWorker-", pool.Apply(PoolTargets.WorkerName, 0), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pool.Apply(static () => new ProcessPool(1).ToString()));
    }

    [Fact]
    public void Large_arguments_and_results_cross()
    {
        ProcessPool pool = Pool();
        byte[] large = new byte[20_000_000];
        new Random(1).NextBytes(large);
        Assert.Equal(large, pool.Apply(static (byte[] bytes) => bytes, large));
        Assert.Equal(large, pool.Apply(static (byte[] bytes) => bytes, large));
    }

    [Fact]
    public void Submitting_does_not_wait_for_a_busy_worker_whatever_the_size()
    {
        ProcessPool pool = Pool(1);
        string path = FilePath();
        PendingResult<int> busy = pool.ApplyAsync(PoolTargets.Gate, path);
        WaitForFile(path + ".started");
        byte[] large = new byte[5_000_000];
        List<PendingResult<int>> waiting = [.. Enumerable.Range(0, 5).Select(_ => pool.ApplyAsync(static (byte[] bytes) => bytes.Length, large))];
        File.WriteAllText(path, "");
        Assert.NotEqual(0, busy.Get(Limit));
        Assert.All(waiting, result => Assert.Equal(large.Length, result.Get(Limit)));
    }

    [Fact]
    public void A_callback_that_waits_for_its_own_pool_is_told_so()
    {
        ProcessPool pool = Pool();
        Exception? told = null;
        PendingResult<int> pending = pool.ApplyAsync(PoolTargets.Square, 2, callback: _ =>
        {
            pool.Close();
            told = Record.Exception(() => pool.Join());
        });
        Assert.Equal(4, pending.Get(Limit));
        Assert.IsType<InvalidOperationException>(told);
    }

    private static IEnumerable<int> FailingSource(int total, int failAt)
    {
        if (failAt == 0)
        {
            throw new InvalidDataException("the source fails");
        }

        for (int i = 0; i < total; i++)
        {
            if (i == failAt)
            {
                throw new InvalidDataException("the source fails");
            }

            yield return i;
        }
    }
}
