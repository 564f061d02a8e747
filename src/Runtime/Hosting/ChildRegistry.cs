using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>All living children, so that none outlives this process.</summary>
internal static class ChildRegistry
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static readonly object s_gate = new();
    private static readonly HashSet<ChildProcess> s_children = [];
    private static bool s_isRegistered;

    internal static void Add(ChildProcess child)
    {
        lock (s_gate)
        {
            if (!s_isRegistered)
            {
                s_isRegistered = true;
                ExitCleanup.Register(EndAll);
            }

            s_children.Add(child);
        }
    }

    internal static void Remove(ChildProcess child)
    {
        lock (s_gate)
        {
            s_children.Remove(child);
        }
    }

    /// <summary>
    /// Ends what still runs when this process does. Children that it should have waited for are among them only if it did
    /// not come to the end of Main: by Environment.Exit, an unhandled exception or a signal.
    /// </summary>
    private static void EndAll()
    {
        ChildProcess[] children;
        lock (s_gate)
        {
            children = [.. s_children];
        }

        foreach (ChildProcess child in children)
        {
            child.Terminate(s_grace);
        }

        long start = Stopwatch.GetTimestamp();
        foreach (ChildProcess child in children)
        {
            TimeSpan left = s_grace - Stopwatch.GetElapsedTime(start);
            if (!child.WaitForEnd(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                child.Kill();
                child.WaitForEnd(s_grace);
            }
        }
    }
}
