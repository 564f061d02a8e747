namespace Runtime.Tests.Conformance;

/// <summary>The behaviours promised of threads, locks, signals, queues, the thread pool and processes, as numbered in the project's list.</summary>
internal static class Rows
{
    internal const int First = 1;
    internal const int Last = 139;

    /// <summary>What stands in the list of the notes' own programs, as far as it concerns threads.</summary>
    internal static readonly int[] NotesPrograms = [221, 222, 224, 228, 229];

    internal static IEnumerable<int> All => Enumerable.Range(First, Last - First + 1).Concat(NotesPrograms);
}
