namespace Runtime.Tests.Conformance;

/// <summary>The behaviours promised of threads, locks, signals, queues and the pool, as numbered in the project's list.</summary>
internal static class Rows
{
    internal const int First = 1;
    internal const int Last = 119;

    /// <summary>What stands in the list of the notes' own programs, as far as it concerns threads.</summary>
    internal static readonly int[] NotesPrograms = [221, 222, 224, 228, 229];

    /// <summary>Queues and pipes between processes.</summary>
    internal static readonly int[] Channels = [.. Enumerable.Range(189, 9), 199, 200, 201, 202, 210];

    internal static IEnumerable<int> All => Enumerable.Range(First, Last - First + 1).Concat(NotesPrograms).Concat(Channels);
}
