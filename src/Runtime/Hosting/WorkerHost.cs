using ConcurrencyAnalyzers.Runtime.Hosting;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// How worker processes come to be: a child is this same program, started again and taken over before its Main.
/// </summary>
/// <remarks>
/// Three ways lead into the child, tried in this order: a startup hook, which needs nothing from the program; a module
/// initializer that the package adds to programs that reference it, for trimmed ones; and <see cref="RunIfWorker"/>, called
/// by hand. All members are thread-safe.
/// </remarks>
public static class WorkerHost
{
    private static HostCommand? s_command;
    private static TimeSpan s_startTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Whether this process is a worker that a <see cref="WorkerProcess"/> or a <see cref="ProcessPool"/> started.</summary>
    public static bool IsWorker { get; internal set; }

    /// <summary>The command that starts this program again; null, the default: found out. Set before the first start.</summary>
    public static HostCommand? Command
    {
        get => Volatile.Read(ref s_command);
        set => Volatile.Write(ref s_command, value);
    }

    /// <summary>How long a started process may take to become a worker; 30 seconds unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public static TimeSpan StartTimeout
    {
        get => s_startTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            s_startTimeout = value;
        }
    }

    /// <summary>
    /// How many workers are kept ready, started and connected; 0 unless set. A start that finds one ready runs its target
    /// after two or three milliseconds instead of some eighty. Each costs 8 to 14 MB. Python's forkserver.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static int Standby
    {
        get => StandbyWorkers.Target;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            StandbyWorkers.Target = value;
        }
    }

    internal static bool IsAnnounced { get; private set; }

    /// <summary>
    /// Becomes the worker and never returns if this process was started as one; returns at once otherwise. Needed only as the
    /// first statement of Main, in programs that are trimmed and do not reference the package themselves.
    /// </summary>
    public static void RunIfWorker()
    {
        IsAnnounced = true;
        ChildMain.RunIfChild();
    }
}
