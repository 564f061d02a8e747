using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Runtime.Hosting;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A child process that runs a .NET method, or the <see cref="Run"/> of a subclass, once. Python's
/// <c>multiprocessing.Process</c>, started as by its method <c>spawn</c>.
/// </summary>
/// <remarks>
/// <para>The child is this program once more, taken over before its Main: it has the same code and no state of this process.
/// Arguments and results cross as copies; static fields begin anew. What a lambda captures cannot cross and is refused.</para>
/// <para>All members are thread-safe. An exception in the child ends the child with exit code 1 and its text on standard
/// error; awaiting the process throws it here. A start takes some forty milliseconds (see <see cref="WorkerHost.Standby"/>);
/// for many pieces of work use <see cref="ProcessPool"/>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public partial class WorkerProcess : IDisposable
{
    // Not readonly: the child's copy of a subclass is made without a constructor, see StandFor.
    private object _gate = new();
    private EventFlag _ended = new();
    private WorkerProcessOptions _options;
    private ProcessCall? _call;
    private string _name;
    private bool _daemon;
    private IForeignProcess? _foreign;
    private bool _isDisposed;
    private ProcessRun? _run;
    private ManualResetEvent? _sentinel;

    /// <summary>Creates a process whose work is a subclass's <see cref="Run"/>.</summary>
    /// <param name="options">Name, streams, environment; null: the defaults.</param>
    protected WorkerProcess(WorkerProcessOptions? options = null)
        : this(null, options)
    {
    }

    internal WorkerProcess(ProcessCall? call, WorkerProcessOptions? options)
    {
        _call = call;
        _options = options ?? new WorkerProcessOptions();
        _name = _options.Name ?? ProcessNames.Next();
        _daemon = _options.Daemon ?? Current.Daemon;
    }

    /// <summary>This process: the worker's own object in a worker, one that stands for the main process elsewhere.</summary>
    public static WorkerProcess Current => CurrentProcess.Instance;

    /// <summary>The process that started this worker; null in a process that is no worker.</summary>
    public static WorkerProcess? Parent => CurrentProcess.Parent;

    /// <summary>How many processors this process may use: affinity and container limits count. Python's <c>process_cpu_count</c>.</summary>
    public static int CpuCount => Environment.ProcessorCount;

    /// <summary>The name, for display. Names of children say whose they are: "Process-2:1".</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string Name
    {
        get => _name;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _name = value;
        }
    }

    /// <summary>True: ended when this process comes to its end. Set before <see cref="Start"/>.</summary>
    /// <exception cref="InvalidOperationException">Set after the start.</exception>
    public bool Daemon
    {
        get => _daemon;
        set
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                if (_run is not null || _foreign is not null)
                {
                    throw new InvalidOperationException($"Set Daemon of '{Name}' before Start: the child was told already.");
                }

                _daemon = value;
            }
        }
    }

    /// <summary>Whether the process was started and has not ended.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public bool IsAlive => _foreign?.IsAlive ?? RunOrNull is { HasEnded: false };

    /// <summary>
    /// Null while the process has not ended; then what it returned: 0, 1 after an exception, what it passed to
    /// <see cref="Environment.Exit"/> or <see cref="ProcessExitException"/>, or minus the number of the signal that ended it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public int? ExitCode => RunOrNull?.Status?.Code;

    /// <summary>The signal that ended the process; null if none did. Signals without a name of .NET, such as SIGKILL (9), have their number.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public PosixSignal? Signal => RunOrNull?.Status?.Signal;

    /// <summary>The operating system's id; null before the start.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public int? Pid => _foreign?.ProcessId ?? RunOrNull?.ProcessId;

    /// <summary>
    /// Why the process has no result: what left its target, a <see cref="WorkerCrashedException"/> or a
    /// <see cref="BootstrapException"/>. Null while it runs and after success.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public Exception? RemoteException => RunOrNull is { HasEnded: true } run ? run.Failure : null;

    /// <summary>Is set when the process has ended: for <see cref="WaitHandle.WaitAny(WaitHandle[])"/> with others.</summary>
    /// <exception cref="InvalidOperationException">The process was not started.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public WaitHandle Sentinel
    {
        get
        {
            if (_foreign is not null)
            {
                return _foreign.Ended;
            }

            ThrowIfNotStarted(nameof(Sentinel));
            lock (_gate)
            {
                return _sentinel ??= new ManualResetEvent(_ended.IsSet);
            }
        }
    }

    internal WorkerProcessOptions Options => _options;

    internal ProcessCall? OwnCall => _call;

    /// <summary>Whether an end without a result is a failure, whatever the exit code.</summary>
    internal virtual bool NeedsResult => false;

    private ProcessRun? RunOrNull
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return _run;
            }
        }
    }

    /// <summary>Lists the living children of this process; does not wait for anything.</summary>
    /// <returns>A snapshot, in the order of their start.</returns>
    public static IReadOnlyList<WorkerProcess> ActiveChildren() => LivingChildren.Snapshot();

    /// <summary>Starts the process and returns at once, while the child still wakes up.</summary>
    /// <exception cref="InvalidOperationException">It was started before, or this process is a daemon and may not have children.</exception>
    /// <exception cref="NotSerializableException">An argument, or a field of the subclass, cannot cross.</exception>
    /// <exception cref="BootstrapException">This program cannot be started again as a worker.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who creates a process with a target was warned there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who creates a process with a target was warned there.")]
    public void Start()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            if (_run is not null || _foreign is not null)
            {
                throw new InvalidOperationException(
                    $"'{Name}' was already started; a process runs once, so create a new WorkerProcess for every run.");
            }

            if (Current.Daemon)
            {
                throw new InvalidOperationException(
                    $"'{Current.Name}' is a daemon and may not have children: they would be left behind when it is ended. Create it with Daemon = false.");
            }

            _run = ProcessRun.Start(this);
            LivingChildren.Add(this);
        }

        _run.BeginSupervision();
    }

    /// <summary>Waits until the process has ended. An exception in the child is not thrown here: see <see cref="RemoteException"/>.</summary>
    /// <exception cref="InvalidOperationException">The process was not started, or is the calling one.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public void Join()
    {
        Join(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    /// <summary>Waits until the process has ended or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <exception cref="InvalidOperationException">The process was not started, or is the calling one.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public void Join(CancellationToken cancellationToken) => Join(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until the process has ended, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero or negative: not at all, as in Python; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <returns>Whether the process has ended; false when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The process was not started, or is the calling one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfNotJoinable();
        timeout = NotNegative(timeout);
        return _foreign is { } other ? ForeignWait.For(other, timeout, cancellationToken) : _ended.Wait(timeout, cancellationToken);
    }

    /// <summary>Waits until the process has ended without blocking the calling thread.</summary>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <returns>A task that completes when the process has ended, also by an exception, or is cancelled.</returns>
    /// <exception cref="InvalidOperationException">The process was not started, or is the calling one.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public Task ExitedAsync(CancellationToken cancellationToken = default) => ExitedAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until the process has ended without blocking the calling thread, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero or negative: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <returns>Whether the process has ended; false when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The process was not started, or is the calling one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is longer than 292 years.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public Task<bool> ExitedAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfNotJoinable();
        timeout = NotNegative(timeout);
        return _foreign is { } other ? ForeignWait.ForAsync(other, timeout, cancellationToken) : _ended.WaitAsync(timeout, cancellationToken);
    }

    /// <summary>Lets the process be awaited; unlike <see cref="Join()"/>, awaiting throws what <see cref="RemoteException"/> has.</summary>
    /// <returns>For the compiler.</returns>
    /// <exception cref="InvalidOperationException">The process was not started, or is the calling one.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public TaskAwaiter GetAwaiter()
    {
        ThrowIfNotJoinable();
        return SucceededAsync().GetAwaiter();
    }

    /// <summary>
    /// Asks the process to end: SIGTERM. Its <c>ProcessExit</c> handlers run, its <c>finally</c> blocks do not; what has not
    /// ended after <see cref="WorkerProcessOptions.TerminateGrace"/> is killed. Does not wait.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process was not started.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public void Terminate()
    {
        OwnRun(nameof(Terminate)).Child.Terminate(_options.TerminateGrace);
    }

    /// <summary>Ends the process at once: SIGKILL. Its children that are daemons, and its locks, notice. Does not wait.</summary>
    /// <exception cref="InvalidOperationException">The process was not started.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public void Kill()
    {
        OwnRun(nameof(Kill)).Child.Kill();
    }

    /// <summary>The lines of standard output, if <see cref="WorkerProcessOptions.Out"/> is <see cref="StdStream.Capture"/>, as they come, until its end.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Each line once, to one reader.</returns>
    /// <exception cref="InvalidOperationException">The stream is not captured, or the process was not started.</exception>
    public IAsyncEnumerable<string> OutputLines(CancellationToken cancellationToken = default)
    {
        return OwnRun(nameof(OutputLines)).Output.Lines(_options.Out, "Out", cancellationToken);
    }

    /// <summary>The lines of standard error, if <see cref="WorkerProcessOptions.Err"/> is <see cref="StdStream.Capture"/>, as they come, until its end.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Each line once, to one reader.</returns>
    /// <exception cref="InvalidOperationException">The stream is not captured, or the process was not started.</exception>
    public IAsyncEnumerable<string> ErrorLines(CancellationToken cancellationToken = default)
    {
        return OwnRun(nameof(ErrorLines)).Error.Lines(_options.Err, "Err", cancellationToken);
    }

    /// <summary>Gives up the object; every use after it throws. Python's <c>close</c>.</summary>
    /// <exception cref="InvalidOperationException">The process is alive: join, terminate or kill it before.</exception>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Name and state, as Python's <c>repr</c> has them.</summary>
    /// <returns>For example <c>WorkerProcess (Process-1, pid 4711, exit code 0)</c>.</returns>
    public override string ToString()
    {
        ProcessRun? run = _run;
        string state = _foreign is { } other ? string.Create(CultureInfo.InvariantCulture, $"pid {other.ProcessId}, started")
            : _isDisposed ? "closed"
            : run is null ? "initial"
            : run.Status is { } status ? $"pid {run.ProcessId}, {status.Describe()}"
            : $"pid {run.ProcessId}, started";
        return $"{GetType().Name} ({Name}, {state}{(_daemon ? ", daemon" : "")})";
    }

    /// <summary>What the child does. Overridden by subclasses; runs in the child. Do not call it: call <see cref="Start"/>.</summary>
    protected virtual void Run()
    {
    }

    /// <summary>Gives up the object.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (_run is { HasEnded: false })
            {
                throw new InvalidOperationException($"'{Name}' is alive: call Join, Terminate or Kill before you dispose it.");
            }

            _isDisposed = true;
            _sentinel?.Dispose();
        }
    }

    /// <summary>For the child: what its copy of the object does.</summary>
    internal void RunHere() => Run();

    /// <summary>The run has ended; says so to everybody who waits.</summary>
    internal void OnEnded()
    {
        LivingChildren.Remove(this);
        lock (_gate)
        {
            _ended.Set();
            _sentinel?.Set();
        }
    }

    /// <summary>An object for a process that was not started here: this one, or its parent.</summary>
    internal static WorkerProcess Representing(IForeignProcess process, string name, bool daemon)
    {
        var representative = (WorkerProcess)RuntimeHelpers.GetUninitializedObject(typeof(WorkerProcess));
        representative.StandFor(process, name, daemon);
        return representative;
    }

    /// <summary>Sets what a constructor would have set; the child's copy of a subclass was made without one.</summary>
    [MemberNotNull(nameof(_gate), nameof(_ended), nameof(_options), nameof(_name))]
    internal void StandFor(IForeignProcess process, string name, bool daemon)
    {
#pragma warning disable CONC202 // The object is not shared yet: a constructor would have set the field, and none ran.
        _gate = new object();
#pragma warning restore CONC202
        _ended = new EventFlag();
        _options = new WorkerProcessOptions();
        _name = name;
        _daemon = daemon;
        _foreign = process;
    }

    internal static void JoinChildrenButDaemons()
    {
        foreach (WorkerProcess child in ActiveChildren())
        {
            if (!child.Daemon)
            {
                child.Join();
            }
        }
    }

    private protected async Task SucceededAsync()
    {
        await ExitedAsync(CancellationToken.None).ConfigureAwait(false);
        if (_run?.Failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private protected object? ResultOfRun() => _run!.Result;

    private protected void ThrowIfNotJoinable()
    {
        if (ReferenceEquals(this, Current))
        {
            throw new InvalidOperationException($"'{Name}' cannot wait for its own end; join it from its parent.");
        }

        if (_foreign is null)
        {
            ThrowIfNotStarted(nameof(Join));
        }
    }

    private ProcessRun OwnRun(string member)
    {
        if (_foreign is not null)
        {
            throw new InvalidOperationException($"'{Name}' was not started by this process, so {member} is not its to call.");
        }

        ThrowIfNotStarted(member);
        return _run!;
    }

    private void ThrowIfNotStarted(string member)
    {
        if (RunOrNull is null)
        {
            throw new InvalidOperationException($"'{Name}' was not started; call Start before {member}.");
        }
    }

    private static TimeSpan NotNegative(TimeSpan timeout) =>
        timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout;

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
