using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// What Python's <c>threading</c> module says about all threads: which are alive, which is the current and the main one,
/// and what happens with their unhandled exceptions.
/// </summary>
/// <remarks>
/// All members are thread-safe. Counted are the main thread, every living <see cref="WorkerThread"/>, and other threads
/// once they have asked for <see cref="Current"/>.
/// </remarks>
public static class Threads
{
    // The runtime gives its first thread, the one it was started from, this number and never gives it out again.
    private const int MainThreadIdent = 1;

    private static readonly object s_gate = new();
    private static readonly List<WorkerThread> s_alive = [];
    private static ForeignThread? s_main;
    private static int s_lastDummy;

    [ThreadStatic]
    private static WorkerThread? t_current;

    /// <summary>
    /// An exception left a <see cref="WorkerThread"/>; raised on that thread, under the policy
    /// <see cref="UnhandledThreadExceptionPolicy.Report"/>. A handler replaces the text on standard error; what a handler
    /// throws is written there. Python's <c>threading.excepthook</c>.
    /// </summary>
    public static event EventHandler<UnhandledThreadExceptionEventArgs>? UnhandledException;

    /// <summary>What happens when an exception leaves a <see cref="WorkerThread"/>: by default the process lives on, as in Python.</summary>
    public static UnhandledThreadExceptionPolicy Policy { get; set; } = UnhandledThreadExceptionPolicy.Report;

    /// <summary>How many threads <see cref="Enumerate"/> would list. Not a way to wait for the others: join them.</summary>
    public static int ActiveCount
    {
        get
        {
            lock (s_gate)
            {
                DropDeadForeigners();
                return s_alive.Count + 1;
            }
        }
    }

    /// <summary>The calling thread. For one that was not started by us an object is made that stands for it: see <see cref="WorkerThread.IsForeign"/>.</summary>
    public static WorkerThread Current => t_current ?? Represent();

    /// <summary>The thread that the runtime was started from: in a program the one that <c>Main</c> begins on.</summary>
    public static WorkerThread Main
    {
        get
        {
            lock (s_gate)
            {
                return s_main ??= NewMain();
            }
        }
    }

    /// <summary>What a new thread inherits: the main thread is no daemon, threads of others are.</summary>
    internal static bool IsCurrentDaemon => t_current?.Daemon ?? Environment.CurrentManagedThreadId != MainThreadIdent;

    /// <summary>Lists the threads that are alive, the main thread first, then in the order of their start.</summary>
    /// <returns>A snapshot.</returns>
    public static IReadOnlyList<WorkerThread> Enumerate()
    {
        WorkerThread main = Main;
        lock (s_gate)
        {
            DropDeadForeigners();
            return [main, .. s_alive];
        }
    }

    /// <summary>
    /// Ends the process as Python does: waits for all threads and child processes that are not daemons, then exits.
    /// <see cref="Environment.Exit"/> alone ends them in the middle of their work.
    /// </summary>
    /// <param name="exitCode">The process's exit code.</param>
    [DoesNotReturn]
    public static void Exit(int exitCode)
    {
        JoinAllButDaemons();
        WorkerProcess.JoinChildrenButDaemons();
        Environment.Exit(exitCode);
    }

    internal static void JoinAllButDaemons()
    {
        while (Enumerate().FirstOrDefault(t => !t.IsForeign && !t.Daemon && t.Ident != Environment.CurrentManagedThreadId) is { } thread)
        {
            thread.Join();
        }
    }

    internal static void SetCurrent(WorkerThread thread) => t_current = thread;

    internal static void Register(WorkerThread thread)
    {
        lock (s_gate)
        {
            s_alive.Add(thread);
        }
    }

    internal static void Unregister(WorkerThread thread)
    {
        lock (s_gate)
        {
            s_alive.Remove(thread);
        }
    }

    /// <summary>Asked by an exception filter, so that under the other policy the process ends where the exception was thrown.</summary>
    internal static bool Takes(WorkerThread thread, Exception exception)
    {
        thread.Exception = exception;
        return Policy == UnhandledThreadExceptionPolicy.Report;
    }

    internal static void Report(WorkerThread thread, Exception exception)
    {
        if (UnhandledException is not { } handlers)
        {
            WriteError($"Exception in thread {thread.Name}:", exception);
            return;
        }

        try
        {
            handlers(null, new UnhandledThreadExceptionEventArgs(thread, exception));
        }
        catch (Exception second)
        {
            WriteError("Exception in a handler of Threads.UnhandledException:", second);
            WriteError($"It was to handle this exception in thread {thread.Name}:", exception);
        }
    }

    internal static void WriteError(string headline, Exception exception)
    {
        try
        {
            // In one piece, so that texts of several threads do not mix.
            Console.Error.Write(headline + Environment.NewLine + exception + Environment.NewLine);
        }
        catch (Exception)
        {
            // A closed stream, or an exception whose text throws: a report that fails must not end the process.
        }
    }

    private static ForeignThread Represent()
    {
        ForeignThread thread;
        if (Environment.CurrentManagedThreadId == MainThreadIdent)
        {
            // One object for the main thread, also if another thread asked for it first.
            thread = (ForeignThread)Main;
            thread.Bind();
        }
        else
        {
            int number = Interlocked.Increment(ref s_lastDummy);
            thread = new ForeignThread(
                string.Create(CultureInfo.InvariantCulture, $"Dummy-{number}"), daemon: true, Environment.CurrentManagedThreadId);
            thread.Bind();
            RegisterForeign(thread);
        }

        t_current = thread;
        return thread;
    }

    /// <summary>Forgets the dead ones first: nobody says when a foreign thread ends, and there may be very many in time.</summary>
    private static void RegisterForeign(ForeignThread thread)
    {
        lock (s_gate)
        {
            DropDeadForeigners();
            s_alive.Add(thread);
        }
    }

    private static ForeignThread NewMain() => new("MainThread", daemon: false, MainThreadIdent);

    private static void DropDeadForeigners() => s_alive.RemoveAll(static t => t.IsForeign && !t.IsAlive);
}
