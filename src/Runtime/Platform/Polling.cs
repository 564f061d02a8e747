namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>A wait for systems that cannot sleep on a word of memory: looks again, at growing distances.</summary>
internal static class Polling
{
    private const int LongestPause = 8;

    internal static void Wait(ref int word, int expected, TimeSpan timeout)
    {
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        int pause = 0;
        while (Volatile.Read(ref word) == expected && Environment.TickCount64 < end)
        {
            Thread.Sleep(pause);
            pause = Math.Min(pause * 2 + 1, LongestPause);
        }
    }
}
