namespace Runtime.Tests.Conformance;

/// <summary>The behaviours promised of threads, locks, signals, queues, the thread pool and processes, as numbered in the project's list.</summary>
internal static class Rows
{
    internal const int First = 1;
    internal const int Last = 139;

    /// <summary>What stands in the list of the notes' own programs.</summary>
    internal static readonly int[] NotesPrograms = [.. Enumerable.Range(221, 9)];

    /// <summary>Queues and pipes between processes, and managers.</summary>
    internal static readonly int[] Channels = [.. Enumerable.Range(189, 14), .. Enumerable.Range(210, 11)];

    /// <summary>Shared memory and the primitives across processes.</summary>
    internal static readonly int[] SharedState = [174, 203, 204, 205, 206, 207, 208, 209];

    /// <summary>The process pool, and what it does when workers crash.</summary>
    internal static readonly int[] ProcessPools = [.. Enumerable.Range(140, 34)];

    internal static IEnumerable<int> All =>
        [.. Enumerable.Range(First, Last - First + 1), .. NotesPrograms, .. Channels, .. SharedState, .. ProcessPools];
}
