namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How a <see cref="WorkerProcess"/> is started. Immutable; copies are made with <c>with</c>.</summary>
public sealed record WorkerProcessOptions
{
    // What a timer can wait.
    private static readonly TimeSpan s_longestGrace = TimeSpan.FromDays(49);

    private readonly TimeSpan? _startTimeout;
    private readonly TimeSpan _terminateGrace = TimeSpan.FromSeconds(5);

    /// <summary>The name, for display; null: "Process-" and a number.</summary>
    public string? Name { get; init; }

    /// <summary>True: ended when this process comes to its end, and may not have children. False: waited for. Null: as the creating process.</summary>
    public bool? Daemon { get; init; }

    /// <summary>Where standard output goes.</summary>
    public StdStream Out { get; init; }

    /// <summary>Where standard error goes. Captured, its last lines are part of the message about a crash.</summary>
    public StdStream Err { get; init; }

    /// <summary>Environment variables on top of this process's; null as value removes one.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>The folder the child works in; null: this process's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How long the start may take; null: <see cref="WorkerHost.StartTimeout"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public TimeSpan? StartTimeout
    {
        get => _startTimeout;
        init
        {
            if (value is { } time)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
            }

            _startTimeout = value;
        }
    }

    /// <summary>
    /// How long after <see cref="WorkerProcess.Terminate"/> the child may tidy up before it is killed; 5 seconds unless set.
    /// −1 ms: for ever.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not −1 ms, or longer than 49 days.</exception>
    public TimeSpan TerminateGrace
    {
        get => _terminateGrace;
        init
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value, s_longestGrace);
            }

            _terminateGrace = value;
        }
    }

    /// <summary>
    /// Whether the child goes on when this process is killed, as Python's do. False, the default: it ends, so that nothing is
    /// left behind. A normal end of this process waits for its children, or ends them if they are daemons, either way.
    /// </summary>
    public bool SurviveParent { get; init; }
}
