using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Pools;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Worker processes that run tasks: static methods, or lambdas that capture nothing, with arguments that cross as copies.
/// Python's <c>multiprocessing.Pool</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. Workers are started when tasks need them, up to the number of processes. A worker that
/// dies takes one task with it, which fails with <see cref="WorkerCrashedException"/>; the others go on and it is replaced. A
/// pool whose workers always die is broken (<see cref="BrokenPoolException"/>) instead of trying for ever.</para>
/// <para>In .NET threads run in parallel: for plain computation <see cref="Parallel"/> is cheaper. A pool of processes is for
/// code that may crash, leak, block or need killing, and for memory and garbage collection of its own.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class ProcessPool : IDisposable, IAsyncDisposable
{
    private readonly PoolCore _core;

    /// <summary>Creates a pool with as many workers as this process may use processors.</summary>
    /// <exception cref="InvalidOperationException">This process is a daemon and may not have children.</exception>
    public ProcessPool()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Creates a pool.</summary>
    /// <param name="processes">How many workers it has at most.</param>
    /// <param name="options">Initializer, limits, streams; null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of processes is not positive.</exception>
    /// <exception cref="ArgumentException">The workers' output is to be captured, which nobody could read.</exception>
    /// <exception cref="InvalidOperationException">This process is a daemon and may not have children.</exception>
    /// <exception cref="BootstrapException">This program cannot be started again as a worker.</exception>
    public ProcessPool(int processes, ProcessPoolOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processes);
        if (WorkerProcess.Current.Daemon)
        {
            throw new InvalidOperationException(
                $"'{WorkerProcess.Current.Name}' is a daemon, as the workers of a pool are, and may not have children: they would be left behind when it is ended.");
        }

        if (options?.Process.Out == StdStream.Capture)
        {
            throw new ArgumentException(
                "Nobody reads what the workers of a pool write: leave Process.Out at Inherit, or set it to Discard. (Err may be captured: it is part of the message about a crash.)", nameof(options));
        }

        Hosting.HostDetection.ThrowIfImpossible();
        _core = new PoolCore(processes, options ?? new ProcessPoolOptions());
    }

    /// <summary>Takes no more tasks; those it has are done. Calling it again does nothing.</summary>
    public void Close() => _core.Close();

    /// <summary>Waits until all tasks are done and the workers have ended.</summary>
    /// <exception cref="InvalidOperationException">The pool is still open: call <see cref="Close"/> or <see cref="Terminate"/> before.</exception>
    public void Join() => Join(CancellationToken.None);

    /// <summary>Waits until all tasks are done and the workers have ended, or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait, not the tasks.</param>
    /// <exception cref="InvalidOperationException">The pool is still open: call <see cref="Close"/> or <see cref="Terminate"/> before.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Join(CancellationToken cancellationToken) => _core.Finished(nameof(Join)).Wait(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until all tasks are done and the workers have ended, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the tasks.</param>
    /// <returns>Whether they have; false when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The pool is still open: call <see cref="Close"/> or <see cref="Terminate"/> before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _core.Finished(nameof(Join)).Wait(timeout, cancellationToken);

    /// <summary>Waits until all tasks are done and the workers have ended, without blocking the calling thread.</summary>
    /// <param name="cancellationToken">Ends the wait, not the tasks.</param>
    /// <returns>A task that completes then, or is cancelled.</returns>
    /// <exception cref="InvalidOperationException">The pool is still open: call <see cref="Close"/> or <see cref="Terminate"/> before.</exception>
    public Task JoinAsync(CancellationToken cancellationToken = default) => _core.Finished(nameof(JoinAsync)).WaitAsync(cancellationToken);

    /// <summary>
    /// Ends the workers, in the middle of their tasks. Whatever was not done fails with <see cref="PoolTerminatedException"/>:
    /// nobody waits for ever. Does not wait for the processes to be gone: <see cref="Join()"/> does.
    /// </summary>
    public void Terminate() => _core.Terminate();

    /// <summary>What the pool does at this moment, for logs and debuggers.</summary>
    /// <returns>A snapshot.</returns>
    public PoolSnapshot Snapshot() => _core.Snapshot();

    /// <summary>Closes the pool and waits until all its tasks are done. To give them up, call <see cref="Terminate"/> before.</summary>
    public void Dispose()
    {
        Close();
        Join();
    }

    /// <summary>Closes the pool and waits until all its tasks are done, without blocking the calling thread.</summary>
    /// <returns>Completes then.</returns>
    public ValueTask DisposeAsync()
    {
        Close();
        return new ValueTask(JoinAsync());
    }

    /// <summary>State and numbers, for debuggers.</summary>
    /// <returns>For example <c>ProcessPool (4 processes, 12 queued, 4 running)</c>.</returns>
    public override string ToString()
    {
        PoolSnapshot now = Snapshot();
        return $"ProcessPool ({now.Processes} processes, {now.Queued} queued, {now.Running} running)";
    }
}
