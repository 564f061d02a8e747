namespace Package.Tests;

/// <summary>What the misuse sample is made to show.</summary>
internal static class Expectations
{
    public const string HelpBase = "https://github.com/ConcurrencyAnalyzers/ConcurrencyAnalyzers/blob/main/docs/rules/";

    /// <summary>The mistakes, one per file.</summary>
    public static IReadOnlyList<string> Mistakes { get; } =
    [
        "BackgroundAfterStart.cs CONC302",
        "DaemonAfterStart.cs CONC302",
        "DaemonProcessAfterStart.cs CONC302",
        "DoubleAcquire.cs CONC101",
        "DoubleEnter.cs CONC101",
        "FiftyThreads.cs CONC901",
        "JoinBeforeClose.cs CONC401",
        "NestedAcquire.cs CONC102",
        "NestedEnter.cs CONC102",
        "OnlyLastJoined.cs CONC301",
        "ReadBeforeJoin.cs CONC301",
        "WorkerReadBeforeJoin.cs CONC301",
    ];

    /// <summary>The files whose mistake throws or hangs for certain, on a type of the Runtime: an error unless an .editorconfig says otherwise.</summary>
    public static IReadOnlyList<string> CertainMistakes { get; } =
        ["DaemonAfterStart.cs", "DaemonProcessAfterStart.cs", "DoubleEnter.cs", "JoinBeforeClose.cs", "NestedEnter.cs"];

    public static IReadOnlyList<string> Ids { get; } = [.. Mistakes.Select(mistake => mistake.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What the program prints once it is repaired: as the algorithm says, worked out by other means.</summary>
    public static IReadOnlyList<string> Output { get; } =
    [
        "double acquire: 2",
        "nested acquire: 3",
        "read before join: 5050",
        "only last joined: 15",
        "background after start: in the background",
        "fifty threads: 5133 primes below 50000",
        "double enter: 2",
        "nested enter: 3",
        "worker read before join: 720",
        "daemon after start: True",
        "daemon process after start: a child process, True",
        "join before close: 385",
    ];
}
