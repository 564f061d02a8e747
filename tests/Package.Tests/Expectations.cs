namespace Package.Tests;

/// <summary>What the misuse sample is made to show.</summary>
internal static class Expectations
{
    public const string HelpBase = "https://github.com/ConcurrencyAnalyzers/ConcurrencyAnalyzers/blob/main/docs/rules/";

    /// <summary>The mistakes, one per file.</summary>
    public static IReadOnlyList<string> Mistakes { get; } =
    [
        "BackgroundAfterStart.cs CONC302",
        "DoubleAcquire.cs CONC101",
        "FiftyThreads.cs CONC901",
        "JoinBeforeClose.cs CONC401",
        "NestedAcquire.cs CONC102",
        "OnlyLastJoined.cs CONC301",
        "ReadBeforeJoin.cs CONC301",
    ];

    public static IReadOnlyList<string> Ids { get; } = [.. Mistakes.Select(mistake => mistake.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What the program prints once it is repaired: as the algorithm says, worked out by other means.</summary>
    public static IReadOnlyList<string> Output { get; } =
    [
        "double acquire: 2",
        "nested acquire: 3",
        "read before join: 5050",
        "only last joined: 15",
        "background after start: in the background",
        "join before close: 385",
        "fifty threads: 5133 primes below 50000",
    ];
}
