using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.ThreadTests;

public class WorkerThreadTests
{
    [Fact, Trait("Row", "1")]
    public void An_explicit_name_wins_over_the_targets()
    {
        Assert.Equal("mine", WorkerThread.Create(Nothing, name: "mine").Name);
        Assert.Equal("", new WorkerThread(Nothing, name: "").Name);
    }

    [Fact, Trait("Row", "2")]
    public void Default_names_count_and_tell_the_target()
    {
        int first = NumberOf(new WorkerThread().Name, "");
        Assert.Equal(first + 1, NumberOf(new WorkerThread(Nothing).Name, " (Nothing)"));
        Assert.Equal(first + 2, NumberOf(WorkerThread.Create(TakesOne, 1).Name, " (TakesOne)"));

        // An explicit name takes no number, a lambda has no name of its own, a local function has the one it was given.
        _ = new WorkerThread(name: "explicit");
        Assert.Equal(first + 3, NumberOf(new WorkerThread(static () => { }).Name, ""));
        Assert.Equal(first + 4, NumberOf(new WorkerThread(Local).Name, " (Local)"));

        static void Local()
        {
        }
    }

    [Fact]
    public void A_name_can_be_changed_while_the_thread_runs()
    {
        var leave = new EventFlag();
        string? seen = null;
        var thread = new WorkerThread(() =>
        {
            leave.Wait();
            seen = Thread.CurrentThread.Name;
        });
        thread.Start();
        thread.Name = "renamed";
        leave.Set();
        thread.Join();
        Assert.Equal("renamed", thread.Name);
        Assert.Equal("renamed", seen);
    }

    [Fact, Trait("Row", "3")]
    public void Arguments_bind_by_position_with_their_types()
    {
        var seen = new List<object>();
        RunToEnd(WorkerThread.Create((int a) => seen.Add(a), 1));
        RunToEnd(WorkerThread.Create((string a) => seen.Add(a), "str"));
        RunToEnd(WorkerThread.Create((int[] a) => seen.Add(a.Length), new[] { 1, 2 }));
        RunToEnd(WorkerThread.Create(
            (int a, string b, bool c, long d, char e, double f, byte g, object h) => seen.Add((a, b, c, d, e, f, g, h)),
            1, "2", true, 4L, '5', 6.0, (byte)7, (object)8));
        Assert.Equal([1, "str", 2, (1, "2", true, 4L, '5', 6.0, (byte)7, (object)8)], seen);
    }

    [Fact, Trait("Row", "3")]
    public void Arguments_may_come_in_any_list()
    {
        var seen = new List<(int, string?)>();
        RunToEnd(WorkerThread.Create((Action<int, string?>)((a, b) => seen.Add((a, b))), new object?[] { 1, "x" }));
        RunToEnd(WorkerThread.Create((Action<int, string?>)((a, b) => seen.Add((a, b))), new List<object?> { 2, null }));
        Assert.Equal([(1, "x"), (2, null)], seen);
    }

    [Fact, Trait("Row", "4")]
    public void Arguments_by_name_bind_to_parameters()
    {
        string? seen = null;
        void Record(string name, int age, string town = "somewhere") => seen = $"{name} {age} {town}";
        RunToEnd(WorkerThread.Create(Record, ["test"], new Dictionary<string, object?> { ["age"] = 18 }));
        Assert.Equal("test 18 somewhere", seen);
    }

    [Theory, Trait("Row", "4")]
    [InlineData("unknown", 1, "no parameter 'unknown'")]
    [InlineData("name", "again", "two values for 'name'")]
    [InlineData("age", "text", "takes a Int32 for 'age', not a String")]
    [InlineData("age", null, "takes a Int32 for 'age', not null")]
    public void Arguments_that_do_not_fit_are_refused_at_construction(string key, object? value, string message)
    {
        static void Record(string name, int age = 1)
        {
        }

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => WorkerThread.Create(Record, ["test"], new Dictionary<string, object?> { [key] = value }));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WorkerThread.Create(Record, ["a", 1, "too many"]));
        Assert.Throws<ArgumentException>(() => WorkerThread.Create(Record, []));
    }

    [Fact, Trait("Row", "5")]
    public void The_ident_is_null_before_the_start_and_kept_after_the_end()
    {
        int inside = 0;
        var thread = new WorkerThread(() => inside = Environment.CurrentManagedThreadId);
        Assert.Null(thread.Ident);
        Assert.Null(thread.NativeId);
        thread.Start();
        Assert.NotNull(thread.Ident);
        thread.Join();
        Assert.NotEqual(0, inside);
        Assert.Equal(inside, thread.Ident);
    }

    [Fact, Trait("Row", "6")]
    public void It_is_alive_from_the_start_to_the_end()
    {
        var leave = new EventFlag();
        var thread = new WorkerThread(leave.Wait);
        Assert.False(thread.IsAlive);
        thread.Start();
        Assert.True(thread.IsAlive);
        leave.Set();
        thread.Join();
        Assert.False(thread.IsAlive);
    }

    [Fact, Trait("Row", "7")]
    public void Native_ids_of_living_threads_differ()
    {
        var leave = new EventFlag();
        WorkerThread[] all = [.. Enumerable.Range(0, 10).Select(_ => new WorkerThread(leave.Wait))];
        Array.ForEach(all, t => t.Start());
        int?[] ids = [.. all.Select(t => t.NativeId), Threads.Current.NativeId];
        leave.Set();
        Array.ForEach(all, t => t.Join());
        Assert.DoesNotContain(null, ids);
        Assert.Equal(11, ids.Distinct().Count());
    }

    [Fact, Trait("Row", "8")]
    public void A_second_start_is_refused()
    {
        var thread = new WorkerThread(Nothing);
        RunToEnd(thread);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(thread.Start);
        Assert.Contains("create a new WorkerThread", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_starts_at_once_one_is_refused()
    {
        for (int i = 0; i < 100; i++)
        {
            int runs = 0, refusals = 0;
            var thread = new WorkerThread(() => Interlocked.Increment(ref runs));
            using var together = new Barrier(2);
            Wait.Start(2, _ =>
            {
                together.SignalAndWait();
                try
                {
                    thread.Start();
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refusals);
                }
            }).JoinAll();
            thread.Join();
            Assert.Equal((1, 1), (runs, refusals));
        }
    }

    [Fact, Trait("Row", "9")]
    public void Joining_itself_is_refused()
    {
        Exception? refused = null;
        WorkerThread thread = null!;
        thread = new WorkerThread(() => refused = Record.Exception(() => thread.Join()));
        RunToEnd(thread);
        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact, Trait("Row", "10")]
    public async Task Joining_before_the_start_is_refused()
    {
        var thread = new WorkerThread(Nothing);
        Assert.Throws<InvalidOperationException>(thread.Join);
        Assert.Throws<InvalidOperationException>(() => thread.Join(TimeSpan.Zero));
        await Assert.ThrowsAsync<InvalidOperationException>(() => thread.JoinAsync());
    }

    [Fact, Trait("Row", "11")]
    public void Daemon_cannot_be_set_after_the_start()
    {
        var leave = new EventFlag();
        var thread = new WorkerThread(leave.Wait) { Daemon = true };
        thread.Start();
        Assert.Throws<InvalidOperationException>(() => thread.Daemon = false);
        leave.Set();
        thread.Join();
        Assert.Throws<InvalidOperationException>(() => thread.Daemon = false);
        Assert.True(thread.Daemon);
    }

    [Theory, Trait("Row", "12")]
    [InlineData(false, null, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    public void Daemon_is_inherited_unless_given(bool creators, bool? given, bool expected)
    {
        bool? seen = null, background = null;
        RunToEnd(new WorkerThread(
            () =>
            {
                var inner = new WorkerThread(() => background = Thread.CurrentThread.IsBackground, daemon: given);
                seen = inner.Daemon;
                RunToEnd(inner);
            },
            daemon: creators));
        Assert.Equal(expected, seen);
        Assert.Equal(expected, background);
    }

    [Fact, Trait("Row", "13")]
    public async Task A_join_with_a_timeout_returns_while_the_thread_runs()
    {
        var leave = new EventFlag();
        var thread = new WorkerThread(leave.Wait);
        thread.Start();
        Assert.False(thread.Join(TimeSpan.Zero));
        Assert.False(thread.Join(TimeSpan.FromMilliseconds(20)));
        Assert.False(await thread.JoinAsync(TimeSpan.FromMilliseconds(20)));
        Assert.True(thread.IsAlive);
        Assert.Throws<ArgumentOutOfRangeException>(() => thread.Join(TimeSpan.FromSeconds(-1)));
        using var source = new CancellationTokenSource();
        Task cancelled = thread.JoinAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => thread.Join(source.Token));
        Task joined = thread.JoinAsync();
        leave.Set();
        Assert.True(thread.Join(Wait.Limit));
        await joined.WaitAsync(Wait.Limit);
        Assert.True(thread.Join(TimeSpan.Zero));
    }

    [Fact, Trait("Row", "22")]
    public void A_handler_gets_the_exception_and_its_thread_and_one_that_throws_is_not_fatal()
    {
        WorkerThread? thread = null;
        var seen = new List<(WorkerThread, Exception)>();
        var failure = new InvalidOperationException("mistake");
        EventHandler<UnhandledThreadExceptionEventArgs> handler = (_, e) =>
        {
            seen.Add((e.Thread, e.Exception));
            throw new NotSupportedException("the handler's own mistake");
        };
        string written = ErrorOutput.Of(() =>
        {
            Threads.UnhandledException += handler;
            try
            {
                thread = new WorkerThread(() => throw failure, name: "failing");
                RunToEnd(thread);
            }
            finally
            {
                Threads.UnhandledException -= handler;
            }
        });
        Assert.Equal([(thread!, failure)], seen);
        Assert.Same(failure, thread!.Exception);
        Assert.Contains("the handler's own mistake", written, StringComparison.Ordinal);
        Assert.Contains("thread failing", written, StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "23")]
    public void A_thread_that_exits_itself_does_so_silently()
    {
        bool wentOn = false;
        WorkerThread? thread = null;
        string written = ErrorOutput.Of(() =>
        {
            thread = new WorkerThread(() =>
            {
                if (!wentOn)
                {
                    throw new ThreadExitException();
                }
            });
            RunToEnd(thread);
            wentOn = true;
        });
        Assert.Equal("", written);
        Assert.Null(thread!.Exception);
        Assert.True(wentOn);
    }

    [Fact, Trait("Row", "24")]
    public void A_subclass_runs_its_own_run()
    {
        var thread = new Clock(7);
        Assert.Matches(@"^Thread-\d+$", thread.Name);
        RunToEnd(thread);
        Assert.Equal(7, thread.Seen);
        Assert.True(thread.RanTarget);
    }

    [Fact, Trait("Row", "25")]
    public void Target_and_arguments_are_released_at_the_end()
    {
        (WorkerThread thread, WeakReference argument) = RunWithFreshArgument();
        Wait.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !argument.IsAlive;
            },
            "the argument is collected");
        GC.KeepAlive(thread);
    }

    [Fact, Trait("Row", "26")]
    public void A_small_stack_is_enough_for_small_work_and_a_large_one_for_deep_recursion()
    {
        int depth = 0;
        foreach (int size in new[] { 256 * 1024, 64 * 1024 * 1024 })
        {
            RunToEnd(new WorkerThread(() => depth = Recurse(size > 1024 * 1024 ? 150_000 : 100), maxStackSize: size));
        }

        // 150,000 frames of more than 128 bytes do not fit into the usual 8 MB.
        Assert.Equal(150_000, depth);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerThread(maxStackSize: -1));
    }

    [Fact, Trait("Row", "27")]
    public void Without_a_target_it_runs_nothing_and_ends()
    {
        var thread = new WorkerThread();
        RunToEnd(thread);
        Assert.Null(thread.Exception);
        Assert.Contains("stopped", thread.ToString(), StringComparison.Ordinal);
    }

    internal static void RunToEnd(WorkerThread thread)
    {
        thread.Start();
        Assert.True(thread.Join(Wait.Limit));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [Fact]
    public void A_join_may_come_while_another_thread_is_still_starting_it()
    {
        for (int i = 0; i < 1000; i++)
        {
            var thread = new WorkerThread(Nothing);
            Wait.Background starter = Wait.Start(thread.Start);
            var spinner = new SpinWait();
            while (!thread.IsAlive && thread.Ident is null)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            thread.Join();
            starter.Join();
            Assert.False(thread.IsAlive);
        }
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_dropped()
    {
        TextWriter before = Console.Error;
        var closed = new StringWriter();
        closed.Dispose();
        Console.SetError(closed);
        try
        {
            // An exception that left here would end the process.
            Threads.WriteError("headline", new InvalidOperationException("mistake"));
            RunToEnd(new WorkerThread(() => throw new InvalidOperationException("mistake")));
        }
        finally
        {
            Console.SetError(before);
        }
    }

    private static (WorkerThread Thread, WeakReference Argument) RunWithFreshArgument()
    {
        var argument = new object();
        WorkerThread thread = WorkerThread.Create(static (object o) => o.GetHashCode(), argument);
        RunToEnd(thread);
        return (thread, new WeakReference(argument));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        Span<byte> frame = stackalloc byte[128];
        frame[depth & 127] = 1;
        return depth == 0 ? frame[0] - 1 : 1 + Recurse(depth - 1);
    }

    private static int NumberOf(string name, string suffix)
    {
        Assert.StartsWith("Thread-", name, StringComparison.Ordinal);
        Assert.EndsWith(suffix, name, StringComparison.Ordinal);
        return int.Parse(name.AsSpan(7, name.Length - 7 - suffix.Length), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Nothing()
    {
    }

    private static void TakesOne(int value)
    {
    }

    private sealed class Clock(int interval) : WorkerThread
    {
        public int Seen { get; private set; }

        public bool RanTarget { get; private set; }

        protected override void Run()
        {
            Seen = interval;

            // The base's Run without a target does nothing.
            base.Run();
            RanTarget = true;
        }
    }
}
