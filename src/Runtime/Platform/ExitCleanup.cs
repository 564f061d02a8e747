using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime.Platform;

/// <summary>What has to happen when this process ends: by the end of Main, Exit, an unhandled exception or SIGTERM.</summary>
/// <remarks>After SIGKILL nothing happens here: children notice by themselves, files are swept by the next process.</remarks>
internal static class ExitCleanup
{
    private static readonly object s_gate = new();
    private static readonly List<Action> s_actions = [];
    private static PosixSignalRegistration? s_termination;
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

                // From .NET 10 on, SIGTERM ends a process without ProcessExit. Not cancelled: it still ends the process.
                s_termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Run());
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
