namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>What has to happen when this process ends: by the end of Main, Exit or an unhandled exception.</summary>
/// <remarks>
/// Not by a signal. Whether SIGTERM ends a process is known only after every handler was asked, and hosts of services handle
/// it to finish their work: cleaning up on the first sign would take their workers away. After a deadly signal nothing happens
/// here; children notice the end by themselves and remove what their parent left, and the next process removes the rest.
/// </remarks>
internal static class ExitCleanup
{
    private static readonly object s_gate = new();
    private static readonly List<Action> s_actions = [];
    private static bool s_isRegistered;

    /// <summary>Adds something to do at the end; the last added is done first. Each is done once.</summary>
    internal static void Register(Action action)
    {
        lock (s_gate)
        {
            s_actions.Add(action);
            if (!s_isRegistered)
            {
                s_isRegistered = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Run();
                AppDomain.CurrentDomain.UnhandledException += static (_, e) =>
                {
                    if (e.IsTerminating)
                    {
                        Run();
                    }
                };
            }
        }
    }

    /// <summary>Takes back what was registered.</summary>
    internal static void Unregister(Action action)
    {
        lock (s_gate)
        {
            s_actions.Remove(action);
        }
    }

    /// <summary>Does what was registered, now.</summary>
    internal static void Run()
    {
        while (TakeLast() is { } action)
        {
            try
            {
                action();
            }
            catch (Exception)
            {
                // The process ends: nobody is left to tell, and the next action matters more.
            }
        }
    }

    private static Action? TakeLast()
    {
        lock (s_gate)
        {
            if (s_actions.Count == 0)
            {
                return null;
            }

            Action last = s_actions[^1];
            s_actions.RemoveAt(s_actions.Count - 1);
            return last;
        }
    }
}
