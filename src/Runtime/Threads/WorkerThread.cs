using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A thread of its own that runs a target, or the <see cref="Run"/> of a subclass, once. Python's <c>threading.Thread</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An exception that leaves the target ends the thread, not the process: it is kept in
/// <see cref="Exception"/> and reported as <see cref="Threads.Policy"/> says.</para>
/// <para>Starting a thread costs some ten microseconds and a stack; for many short pieces of work use
/// <see cref="WorkerThreadPool"/>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public partial class WorkerThread
{
    private const int NotStarted = 0;
    private const int Started = 1;
    private const int Ended = 2;

    private static int s_lastNumber;

    private readonly EventFlag _ended = new();
    private readonly int _maxStackSize;
    private readonly int _number;
    private Action? _target;
    private string? _name;
    private bool _daemon;
    private int _state;
    private Thread? _thread;
    private long _nativeId;

    // Known of a foreign thread before its Thread object is; 0 for our own.
    private readonly int _foreignIdent;

    /// <summary>Creates a thread; <see cref="Start"/> starts it.</summary>
    /// <param name="target">What to run; null: nothing, or what a subclass's <see cref="Run"/> does.</param>
    /// <param name="name">For display; null: "Thread-5 (Target)".</param>
    /// <param name="daemon">
    /// True: the process does not wait for it. Null: as the creating thread; threads of the thread pool, which go on after an
    /// <c>await</c>, count as daemons.
    /// </param>
    /// <param name="maxStackSize">Bytes of stack at most; 0: the system's default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stack size is negative.</exception>
    public WorkerThread(Action? target = null, string? name = null, bool? daemon = null, int maxStackSize = 0)
        : this(target, target, name, daemon, maxStackSize)
    {
    }

    private protected WorkerThread(Action? target, Delegate? namedAfter, string? name, bool? daemon, int maxStackSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxStackSize);
        _target = target;
        _maxStackSize = maxStackSize;
        _daemon = daemon ?? Threads.IsCurrentDaemon;
        if (name is not null)
        {
            _name = name;
            return;
        }

        // Counted now, so that numbers follow the order of creation; the text is made when asked for.
        _number = Interlocked.Increment(ref s_lastNumber);
        TargetName = namedAfter is null ? null : TargetNames.Of(namedAfter.Method);
    }

    /// <summary>A thread that somebody else started: the main thread, or one of the BCL's.</summary>
    private protected WorkerThread(string name, bool daemon, int ident)
    {
        _name = name;
        _foreignIdent = ident;
        _daemon = daemon;
        _state = Started;
        IsForeign = true;
    }

    /// <summary>For display. May be changed at any time; a running thread takes it on for debuggers, too.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string Name
    {
        get => _name ??= TargetName is null
            ? string.Create(CultureInfo.InvariantCulture, $"Thread-{_number}")
            : string.Create(CultureInfo.InvariantCulture, $"Thread-{_number} ({TargetName})");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _name = value;
            if (!IsForeign && IsAlive && _thread is { } thread)
            {
                thread.Name = value;
            }
        }
    }

    /// <summary>
    /// True: the process may end while the thread runs, and then ends it without its <c>finally</c> blocks. As
    /// <see cref="Thread.IsBackground"/>. Set before <see cref="Start"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Set after the start.</exception>
    public bool Daemon
    {
        get => _daemon;
        set
        {
            if (Volatile.Read(ref _state) != NotStarted)
            {
                throw new InvalidOperationException($"Set Daemon of '{Name}' before Start: the process already counts on it.");
            }

            _daemon = value;
        }
    }

    /// <summary>Whether the thread was started and has not ended.</summary>
    public bool IsAlive => IsForeign ? Volatile.Read(ref _thread)?.IsAlive ?? true : Volatile.Read(ref _state) == Started;

    /// <summary>The managed thread id, kept after the end; null before the start. Ids of ended threads are used again.</summary>
    public int? Ident => IsForeign ? _foreignIdent : Volatile.Read(ref _thread)?.ManagedThreadId;

    /// <summary>The operating system's id of the thread; null before the start, or where the system has none to tell.</summary>
    public int? NativeId
    {
        get
        {
            if (Volatile.Read(ref _state) == NotStarted)
            {
                return null;
            }

            // Start returns a moment before the new thread has looked its id up.
            SpinWait.SpinUntil(() => Interlocked.Read(ref _nativeId) != 0 || IsForeign);
            long id = Interlocked.Read(ref _nativeId);
            return id > 0 ? (int)id : null;
        }
    }

    /// <summary>What left <see cref="Run"/>; null if nothing did so far. <see cref="ThreadExitException"/> does not count.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>Whether the thread was started by somebody else and is only represented here; it cannot be joined.</summary>
    public bool IsForeign { get; }

    internal bool IsCurrent => Volatile.Read(ref _thread) == Thread.CurrentThread;

    private string? TargetName { get; }

    /// <summary>Starts the thread. Once only: a second run needs a second object.</summary>
    /// <exception cref="InvalidOperationException">The thread was started before.</exception>
    /// <exception cref="ThreadStartException">The system cannot start a thread.</exception>
    public void Start()
    {
        if (Interlocked.CompareExchange(ref _state, Started, NotStarted) != NotStarted)
        {
            throw new InvalidOperationException(
                $"'{Name}' was already started; a thread runs once, so create a new WorkerThread for every run.");
        }

        var thread = new Thread(static state => ((WorkerThread)state!).Body(), _maxStackSize)
        {
            IsBackground = _daemon,
            Name = Name,
        };
        Volatile.Write(ref _thread, thread);
        Threads.Register(this);
        try
        {
            thread.Start(this);
        }
        catch
        {
            Threads.Unregister(this);
            Volatile.Write(ref _thread, null);
            Volatile.Write(ref _state, NotStarted);
            throw;
        }
    }

    /// <summary>Waits until the thread has ended. An exception in the thread is not thrown here: see <see cref="Exception"/>.</summary>
    /// <exception cref="InvalidOperationException">The thread was not started, is the calling one, or is foreign.</exception>
    /// <exception cref="ThreadInterruptedException">The calling thread was interrupted while it waited.</exception>
    public void Join()
    {
        ThrowIfNotJoinable();

        // The thread's own Join would throw while another thread is still in Start.
        _ended.Wait();
        _thread!.Join();
    }

    /// <summary>Waits until the thread has ended or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait, not the thread.</param>
    /// <exception cref="InvalidOperationException">The thread was not started, is the calling one, or is foreign.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Join(CancellationToken cancellationToken) => Join(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until the thread has ended, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the thread.</param>
    /// <returns>Whether the thread has ended; false when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The thread was not started, is the calling one, or is foreign.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfNotJoinable();
        if (!_ended.Wait(timeout, cancellationToken))
        {
            return false;
        }

        // The body is over; what is left of the thread is a moment.
        _thread!.Join();
        return true;
    }

    /// <summary>Waits until the thread has ended without blocking the calling one.</summary>
    /// <param name="cancellationToken">Ends the wait, not the thread.</param>
    /// <returns>A task that completes when the thread has ended, also by an exception, or is cancelled.</returns>
    /// <exception cref="InvalidOperationException">The thread was not started, is the calling one, or is foreign.</exception>
    public Task JoinAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotJoinable();
        return _ended.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the thread has ended without blocking the calling one, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the thread.</param>
    /// <returns>Whether the thread has ended; false when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The thread was not started, is the calling one, or is foreign.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfNotJoinable();
        return _ended.WaitAsync(timeout, cancellationToken);
    }

    /// <summary>Name and state, as Python's <c>repr</c> has them.</summary>
    /// <returns>For example <c>WorkerThread (Thread-1 (Work), started daemon 7)</c>.</returns>
    public override string ToString()
    {
        string state = Volatile.Read(ref _state) switch
        {
            NotStarted => "initial",
            Started => "started",
            _ => "stopped",
        };
        return $"{GetType().Name} ({Name}, {state}{(_daemon ? " daemon" : "")}{(Ident is { } id ? $" {id}" : "")})";
    }

    /// <summary>What the thread does; the target, unless a subclass says otherwise. Do not call it: call <see cref="Start"/>.</summary>
    protected virtual void Run() => _target?.Invoke();

    /// <summary>Lets the thread's end be seen before the thread itself is gone, with everything it held released.</summary>
    private void Body()
    {
        Threads.SetCurrent(this);
        Interlocked.Exchange(ref _nativeId, NativeThread.CurrentId);
        try
        {
            Run();
        }
        catch (ThreadExitException)
        {
            // Asked for by the thread itself.
        }
        catch (Exception exception) when (Threads.Takes(this, exception))
        {
            Threads.Report(this, exception);
        }
        finally
        {
            _target = null;
            Threads.Unregister(this);
            Volatile.Write(ref _state, Ended);
            _ended.Set();
        }
    }

    /// <summary>Ties an object that stands for a foreign thread to the calling thread.</summary>
    private protected void StandForCurrentThread()
    {
        Volatile.Write(ref _thread, Thread.CurrentThread);
        Interlocked.Exchange(ref _nativeId, NativeThread.CurrentId);
    }

    private void ThrowIfNotJoinable()
    {
        if (IsForeign)
        {
            throw new InvalidOperationException(
                $"'{Name}' was not started by WorkerThread.Start, so its end cannot be waited for here; join it where it was created.");
        }

        if (Volatile.Read(ref _state) == NotStarted)
        {
            throw new InvalidOperationException($"'{Name}' was not started; call Start before Join.");
        }

        if (IsCurrent)
        {
            throw new InvalidOperationException($"'{Name}' cannot wait for its own end; join it from another thread.");
        }
    }
}
