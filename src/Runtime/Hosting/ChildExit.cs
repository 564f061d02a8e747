using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The ways in which a worker ends.</summary>
internal static class ChildExit
{
    private const int Terminated = 128 + LibC.SigTerm;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static int s_isEnding;

    /// <summary>An exit that user code asks for (<see cref="Environment.Exit"/>) is announced like our own.</summary>
    internal static void Prepare(ChildSession session) =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) => AnnounceOnce(session, Environment.ExitCode);

    /// <summary>The end of the work: waits for threads and children that want to be waited for, then ends the process.</summary>
    [DoesNotReturn]
    internal static void Finish(ChildSession session, int code)
    {
        Threads.JoinAllButDaemons();
        WorkerProcess.JoinChildrenButDaemons();
        AnnounceOnce(session, code);
        Environment.Exit(code);
    }

    /// <summary>Ends the process as SIGTERM does in .NET up to 9: with the handlers of ProcessExit, but in bounded time.</summary>
    internal static void BeginTermination() => EndWithoutGoodbye(Terminated);

    /// <summary>Nobody waits for this process any more.</summary>
    [DoesNotReturn]
    internal static void ParentIsGone(ChildSession session)
    {
        session.ParentProcess.HasEnded();
        EndWithoutGoodbye(1);
        Thread.Sleep(Timeout.Infinite);
        throw new InvalidOperationException("Not reached.");
    }

    /// <summary>No goodbye: the parent is to see a death by signal, or is gone.</summary>
    private static void EndWithoutGoodbye(int code)
    {
        if (Interlocked.Exchange(ref s_isEnding, 1) != 0)
        {
            return;
        }

        // On a thread of its own, because Exit waits for handlers that may wait for the calling thread.
        new Thread(() => Environment.Exit(code)) { IsBackground = true, Name = "Worker exit" }.Start();
        new Thread(static () =>
        {
            Thread.Sleep(s_patience);
            CurrentPlatform.Instance.Kill(Environment.ProcessId);
        })
        {
            IsBackground = true,
            Name = "Worker exit watchdog",
        }.Start();
    }

    private static void AnnounceOnce(ChildSession session, int code)
    {
        if (Interlocked.Exchange(ref s_isEnding, 1) == 0)
        {
            session.SayGoodbye(code);
        }
    }
}
