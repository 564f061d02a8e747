using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// A process in one word, so that one compare-and-swap takes a lock and says whose it is: the process's id, 31 bits of its
/// start time against ids that are used again, and a last bit for the word's own use.
/// </summary>
internal static class ProcessToken
{
    /// <summary>Set in a word that others sleep on.</summary>
    internal const long WaitersBit = 1;

    internal static readonly long Current = Of(ProcessIdentity.Current);

    /// <summary>How long a look at a living process counts: looking costs some ten microseconds.</summary>
    private const long FreshMilliseconds = 90;

    private const int CacheSize = 256;

    // Two words that may come from different looks: then a process is looked at once too often, or 90 ms later.
    private static readonly long[] s_seen = new long[CacheSize];
    private static readonly long[] s_seenAt = new long[CacheSize];

    internal static long Of(ProcessIdentity process) => ((long)process.ProcessId << 32) | (Fold(process.StartTime) << 1);

    internal static int ProcessIdOf(long token) => (int)(token >> 32);

    /// <summary>Whether the word's process has ended, as of 90 ms ago at most.</summary>
    internal static bool IsDead(long word)
    {
        long token = word & ~WaitersBit;
        if (token == Current)
        {
            return false;
        }

        int place = ProcessIdOf(token) & (CacheSize - 1);
        long now = Environment.TickCount64;
        if (Volatile.Read(ref s_seen[place]) == token && now - Volatile.Read(ref s_seenAt[place]) < FreshMilliseconds)
        {
            return false;
        }

        if (IsAlive(token))
        {
            Volatile.Write(ref s_seenAt[place], now);
            Volatile.Write(ref s_seen[place], token);
            return false;
        }

        return true;
    }

    /// <summary>Whether the process lives now. What is no token, because somebody scribbled there, belongs to nobody.</summary>
    internal static bool IsAlive(long token) =>
        ProcessIdOf(token) > 0
        && ProcessIdentity.Of(ProcessIdOf(token)) is { } process
        && Of(process) == token;

    private static long Fold(long start) => (long)((ulong)start * 0x9E3779B97F4A7C15 >> 33);
}
