using System.Text.RegularExpressions;
using Xunit;

namespace Runtime.Tests.SampleTests;

/// <summary>
/// The programs of the notes, each run as a process of its own. Times of day are taken out; where threads may go in any
/// order the lines are sorted, and what the order promises is asserted beside.
/// </summary>
public partial class NotesTests
{
    private static readonly string[] s_musicGame =
        ["Ending now", "zhang begin listen music", "zhang begin play game", "zhang stop listen music", "zhang stop play game"];

    [Fact]
    public void Without_a_name_they_are_listed()
    {
        string[] lines = Child.RunProgram("Notes.dll").Lines;
        Assert.Equal(42, lines.Length);
        Assert.Equal(1, Child.RunProgram("Notes.dll", "no-such-program").ExitCode);
    }

    [Fact]
    public void Every_program_is_tested_here()
    {
        IEnumerable<string> names = Child.RunProgram("Notes.dll").Lines.Skip(1).Select(line => line.Trim().Split(' ')[0]);
        string[] tested =
        [
            .. Expected.Keys, "music-game", "music-game-join", "music-game-daemon", "event-execute", "queue-pool",
            "clock-process", "process-pool-three", "writer-reader", "two-processes", "process-pool-long-tasks", "cpu-or-io", "manager-pool",
        ];
        Assert.Equal(names.Order(), tested.Order());
    }

    [Fact, Trait("Row", "221")]
    public void Music_and_game_begin_before_they_stop_and_the_process_waits_for_both()
    {
        string[] lines = Output("music-game");
        Assert.Equal(s_musicGame, lines.Order(StringComparer.Ordinal));
        AssertBefore(lines, "zhang begin listen music", "zhang stop listen music");
        AssertBefore(lines, "zhang begin play game", "zhang stop play game");
    }

    [Fact, Trait("Row", "221")]
    public void Joined_both_stop_before_the_end()
    {
        string[] lines = Output("music-game-join");
        Assert.Equal(s_musicGame, lines.Order(StringComparer.Ordinal));
        AssertBefore(lines, "zhang begin listen music", "zhang stop listen music");
        AssertBefore(lines, "zhang begin play game", "zhang stop play game");
        Assert.Equal("Ending now", lines[^1]);
    }

    [Fact, Trait("Row", "222")]
    public void The_daemon_never_stops()
    {
        string[] lines = Output("music-game-daemon");
        Assert.DoesNotContain("zhang stop play game", lines);
        Assert.Contains("Ending now", lines);
        Assert.Contains("zhang stop listen music", lines);
    }

    [Fact, Trait("Row", "229")]
    public void All_ten_wait_until_the_event_is_set()
    {
        string[] lines = Output("event-execute");
        int set = Array.IndexOf(lines, "set");
        Assert.Equal(10, lines[(set + 1)..].Count(line => line == "execute"));
        Assert.Equal(10, lines.Count(line => line == "start"));
        Assert.DoesNotContain("execute", lines[..set]);
    }

    [Fact]
    public void Each_task_of_the_queue_runs_once_before_the_pool_closes()
    {
        string[] lines = Output("queue-pool");
        Assert.Equal("pool closed", lines[^1]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"task {i}"), lines[..^1].Order(StringComparer.Ordinal));
    }

    /// <summary>The child may say its first line before or after the join gives up; the rest has an order.</summary>
    [Fact, Trait("Row", "225")]
    public void A_process_joined_for_less_than_it_works_is_alive_afterwards()
    {
        string[] lines = Output("clock-process");
        Assert.Equal(
            ["after join(): alive False, exit code 0", "after join(1): ended False, alive True", "child begins", "child ends"],
            lines.Order(StringComparer.Ordinal));
        AssertBefore(lines, "after join(1): ended False, alive True", "child ends");
        AssertBefore(lines, "child begins", "child ends");
        Assert.Equal("after join(): alive False, exit code 0", lines[^1]);
    }

    [Fact, Trait("Row", "223")]
    public void Join_before_close_is_refused_and_after_it_everything_is_done()
    {
        string[] lines = Output("process-pool-three");
        Assert.Equal("join before close is refused", lines.First(line => line.StartsWith("join", StringComparison.Ordinal)));
        Assert.Equal(["closed: no new work", "done"], lines[^2..]);
        for (int i = 0; i < 8; i++)
        {
            AssertBefore(lines, $"start HH {i}", $"end HH {i}");
        }

        Assert.Equal(19, lines.Length);
    }

    [Fact, Trait("Row", "226")]
    public void The_reader_gets_what_the_writer_put_in_its_order_and_is_terminated()
    {
        string[] lines = Output("writer-reader");
        string[] values = ["a", "b", "c", "d"];
        Assert.Equal(values.Select(value => $"put value:{value} in queue"), lines.Where(line => line.StartsWith("put", StringComparison.Ordinal)));
        Assert.Equal(values.Select(value => $"get value:{value} from queue"), lines.Where(line => line.StartsWith("get", StringComparison.Ordinal)));
        Assert.Equal("reader ended by SIGTERM, exit code -15", lines[^1]);
        Assert.Equal(9, lines.Length);
    }

    [Fact, Trait("Row", "227")]
    public void A_managers_queue_and_lock_serve_a_pool()
    {
        string[] lines = Output("manager-pool");
        string[] values = ["a", "b", "c", "d"];
        Assert.Equal(values.Select(value => $"put value:{value} in queue"), lines.Where(line => line.StartsWith("put", StringComparison.Ordinal)));
        Assert.Equal(values.Select(value => $"get value:{value} from queue"), lines.Where(line => line.StartsWith("get", StringComparison.Ordinal)));
        Assert.Equal("values read: 4", lines[^1]);
        Assert.Equal(9, lines.Length);
    }

    [Fact]
    public void Each_child_has_an_id_of_its_own()
    {
        string[] lines = Output("two-processes");
        Assert.Equal("Process will start", lines[1]);
        Assert.Equal("Process end", lines[^1]);
        Assert.Equal(5, lines.Length);
        string[] children = [.. lines[2..4].Order(StringComparer.Ordinal)];
        Assert.Matches(@"^Run child process chiji\(\d+\)\.\.\.$", children[0]);
        Assert.Matches(@"^Run child process wangzhe\(\d+\)\.\.\.$", children[1]);
        Assert.Distinct(new[] { lines[0], lines[2], lines[3] }.Select(line => Number().Match(line).Value));
    }

    [Fact]
    public void The_default_pool_has_a_process_for_each_processor_and_does_all_tasks()
    {
        string[] lines = [.. Output("process-pool-long-tasks").Select(line => IdOrSeconds().Replace(line, "#"))];
        Assert.Equal("as many workers as processors: True", lines[1]);
        Assert.Equal("All subprocesses done", lines[^1]);
        for (int i = 0; i < 10; i++)
        {
            AssertBefore(lines, $"Run task {i}#...", $"Task {i} runs # seconds.");
        }

        Assert.Equal(24, lines.Length);
    }

    [Fact]
    public void Threads_and_processes_compute_what_one_thread_computes()
    {
        string[] lines = [.. Output("cpu-or-io").Select(line => line[..line.IndexOf(" in ", StringComparison.Ordinal)])];
        Assert.Equal(
            ["cpu, one thread: 4203", "cpu, threads: 4203", "cpu, processes: 4203", "io, one thread: 28", "io, threads: 28", "io, processes: 28"],
            lines);
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Row", "61"), Trait("Row", "223"), Trait("Row", "224"), Trait("Row", "228")]
    public void It_prints_what_it_should(string name)
    {
        (string[] expected, bool isOrdered) = Expected[name];
        string[] lines = Output(name);
        if (!isOrdered)
        {
            Array.Sort(expected, StringComparer.Ordinal);
            Array.Sort(lines, StringComparer.Ordinal);
        }

        Assert.Equal(expected, lines);
    }

    public static TheoryData<string> Names => [.. Expected.Keys];

    private static Dictionary<string, (string[] Lines, bool IsOrdered)> Expected { get; } = new()
    {
        ["two-tasks"] = (["task t1", "task t2"], false),
        ["subclass"] = (["t1", "t2"], false),
        ["fifty-threads"] = ([.. Enumerable.Range(0, 50).Select(i => $"thread {i}"), "all done"], false),
        ["fifty-daemons"] = (["main ends, 50 daemons sleep"], true),
        ["counter-lock"] = (["num = 50"], true),
        ["nested-rlock"] = (["num = 10, threads = 1"], true),
        ["bounded-semaphore"] = (["at most 5 of 22 at once"], true),
        ["threadpool-hello"] = (["hello 1", "hello 2", "hello 3", "hello 4", "hello 5", "hello 6", "hello 7", "all greeted"], false),
        ["queue-basics"] =
        (
            [
                "full False, empty False, size 2", "full True, empty False, size 3", "room for a fourth within 20 ms: False",
                "message 1", "message 2", "message 3", "full False, empty True, size 0",
            ],
            true),
        ["thread-api"] = (["alive False", "alive True, ended within 20 ms False", "test 18 somewhere", "Renamed alive False"], true),
        ["subclass-target"] = (["before", "Mine got argument", "after"], true),
        ["shared-counter"] = (["t1 at least 200000", "t2 at least 200000", "total 400000"], false),
        ["thread-sync"] = (["thread 0", "thread 1", "thread 2", "all have had their turn", "and a call after 30 ms"], true),
        ["producer-consumer"] = ([.. Enumerable.Range(1, 5).Select(i => $"consumed {i}"), "nothing more will come", "done"], true),
        ["thread-local"] = (["Thread-Alice had nobody, has Alice", "Thread-Bob had nobody, has Bob", "main has main"], false),
        ["loop-thread"] =
        (
            [
                "thread MainThread is running...", "thread LoopThread is running...",
                .. Enumerable.Range(1, 5).Select(i => $"thread LoopThread >>> {i}"),
                "thread LoopThread ended.", "thread MainThread ended.",
            ],
            true),
        ["twenty-workers"] = ([.. Enumerable.Range(0, 20).Select(i => $"Thread {i} is t.{i}")], false),
        ["thread-methods"] =
        (
            [
                "name Methods, daemon True, alive False, ident known False", "name Methods, daemon True, alive True, ident known True",
                "daemon cannot be set after the start", "alive False",
            ],
            true),
        ["rlock-counter"] = ([.. Enumerable.Range(1, 10).Select(i => $"{i}")], true),
        ["lock-twice"] = (["here...1", "the second acquire would deadlock", "here...end"], true),
        ["process-hello"] = (["hello", "hello", "hello", "Sub-process done."], true),
        ["process-pool-hello"] = ([.. Enumerable.Range(0, 30).Select(i => $"hello {i / 3}"), "Sub-process(es) done."], false),
        ["process-pool-results"] = ([.. Enumerable.Range(0, 10).Select(i => $"done hello {i}"), "Sub-process(es) done."], true),
        ["process-kwargs"] =
        (
            [
                "main process runs", "child-1 will run, alive False", "alive True",
                "child runs, name: test, age: 18, m: 23", "child runs, name: test, age: 18, m: 23", "alive False, exit code 0",
            ],
            true),
        ["process-queue-basics"] =
        (
            [
                "full False, empty False, size 2", "full True, empty False, size 3", "room for a fourth within 20 ms: False",
                "child got message 1", "child got message 2", "child got message 3", "full False, empty True, size 0",
            ],
            true),
        ["queue-in-pool"] = (["two tasks put 1 to 10 and 1 to 20, the sum is 265"], true),
        ["nothing-shared"] =
            (["a child's own number 2000", "a child's own number 2000", "the parent's own number 0, the shared value 4000"], true),
        ["process-terminate"] =
        (
            [
                "endless: alive False, pid known False, exit code none", "endless: alive True, pid known True, children 1",
                "endless: alive False, ended by SIGTERM, exit code -15",
            ],
            true),
        ["rlock-twice"] = (["here...1", "here...2, count 2", "here...3, count 1", "here...4, count 0"], true),
    };

    private static string[] Output(string name)
    {
        ChildResult child = Child.RunProgram("Notes.dll", name);
        Assert.Equal((0, ""), (child.ExitCode, child.Error));
        return [.. child.Lines.Select(line => TimeOfDay().Replace(line, ""))];
    }

    private static void AssertBefore(string[] lines, string first, string second) =>
        Assert.True(Array.IndexOf(lines, first) < Array.IndexOf(lines, second), $"'{first}' must come before '{second}'.");

    [GeneratedRegex(@"\(\d+\)|\d+[.,]\d+")]
    private static partial Regex IdOrSeconds();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@" \d+:\d+:\d+.*$")]
    private static partial Regex TimeOfDay();
}
