using System.Reflection;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests.Conformance;

/// <summary>The table for people who come from Python has every name of the notes and names nothing that does not exist.</summary>
public partial class FromPythonTests
{
    /// <summary>What the five notes use of Python's modules, those for processes included.</summary>
    private static readonly string[] s_namesOfTheNotes =
    [
        "threading.Thread", "target", "args", "kwargs", "name", "group", "start", "join", "join(3)", "isAlive", "is_alive", "getName", "setName", "setDaemon", "isDaemon",
        "ident", "run", "_target", "_args", "current_thread", "MainThread", "activeCount", "_thread", "time.sleep", "threading.Lock", "threading.RLock", "acquire", "release",
        "BoundedSemaphore", "Semaphore", "threading.Event", "wait", "set", "clear", "isSet", "threading.local", "Timer", "Condition", "Barrier",
        "threadpool.ThreadPool", "makeRequests", "putRequest", "Queue(", "put(", "block=True", "timeout=1", "get(", "full", "empty", "qsize",
        "Process(", "terminate", "Pool(", "processes", "apply_async", "close", "multiprocessing.Queue", "multiprocessing.Lock", "Manager()", "Pipe", "os.getpid", "__name__",
    ];

    /// <summary>What a cell on C# may name besides our own.</summary>
    private static readonly string[] s_others =
    [
        "TimeSpan", "FromSeconds", "Dictionary", "Thread", "Sleep", "Task", "Delay", "System", "Threading", "Environment", "ProcessId", "ProcessorCount", "CancellationToken", "ClockProc", "T", "TKey", "TValue",
    ];

    private static readonly string s_text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "from-python.md"));

    [Fact]
    public void Every_name_of_the_notes_is_in_the_table()
    {
        string python = string.Join('\n', Rows().Select(row => row[0]));
        Assert.All(s_namesOfTheNotes, name => Assert.Contains(name, python, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_name_it_gives_exists()
    {
        Type[] types = typeof(WorkerThread).Assembly.GetExportedTypes();
        HashSet<string> known =
        [
            .. s_others,
            .. types.Select(type => type.Name.Split('`')[0]),
            .. types.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)).Select(member => member.Name),
        ];
        string[] used = [.. Rows().SelectMany(row => Code().Matches(row[1])).SelectMany(code => CapitalWord().Matches(code.Value)).Select(word => word.Value).Distinct()];
        Assert.True(used.Length > 60, "The table is read wrongly.");
        Assert.All(used, word => Assert.Contains(word, known));
    }

    [Fact]
    public void Its_aliases_are_those_of_the_package()
    {
        string targets = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ConcurrencyAnalyzers.Runtime.targets"));
        IEnumerable<string> told = Rows().Where(row => row.Length > 2).SelectMany(row => Code().Matches(row[2])).Select(code => code.Value.Trim('`'));
        Assert.Equal(Alias().Matches(targets).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    /// <summary>The cells of the tables' lines, without the heads.</summary>
    private static IEnumerable<string[]> Rows() =>
        from line in s_text.ReplaceLineEndings("\n").Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.StartsWith("| Python ", StringComparison.Ordinal)
        select line.Trim('|', ' ').Length == 0 ? [] : (string[])[.. line[1..^1].Split('|').Select(cell => cell.Trim())];

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]*")]
    private static partial Regex CapitalWord();

    [GeneratedRegex(@"(?<!-- .*)Alias=""(\w+)""")]
    private static partial Regex Alias();
}
