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
        Assert.Equal(27, lines.Length);
        Assert.Equal(1, Child.RunProgram("Notes.dll", "no-such-program").ExitCode);
    }

    [Fact]
    public void Every_program_is_tested_here()
    {
        IEnumerable<string> names = Child.RunProgram("Notes.dll").Lines.Skip(1).Select(line => line.Trim().Split(' ')[0]);
        string[] tested = [.. Expected.Keys, "music-game", "music-game-join", "music-game-daemon", "event-execute", "queue-pool"];
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

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Row", "61"), Trait("Row", "224"), Trait("Row", "228")]
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

    [GeneratedRegex(@" \d+:\d+:\d+.*$")]
    private static partial Regex TimeOfDay();
}
