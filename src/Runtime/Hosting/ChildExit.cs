using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>The ways in which a worker ends.</summary>
internal static class ChildExit
{
    private const int Terminated = 128 + LibC.SigTerm;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static int s_isEnding;
    private static int s_isWatched;

    /// <summary>An exit that user code asks for (<see cref="Environment.Exit"/>) is announced like our own.</summary>
    internal static void Prepare(ChildSession session) =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) => AnnounceOnce(session, Environment.ExitCode);

    /// <summary>The end of the work: waits for threads and children that want to be waited for, then ends the process.</summary>
    [DoesNotReturn]
    internal static void Finish(ChildSession session, int code)
    {
        WaitForOthers();
        AnnounceOnce(session, code);
        Environment.Exit(code);
    }

    /// <summary>Waits for the threads and children that are no daemons.</summary>
    internal static void WaitForOthers()
    {
        Threads.JoinAllButDaemons();
        WorkerProcess.JoinChildrenButDaemons();
    }

    /// <summary>
    /// Ends the process as SIGTERM does in .NET up to 9: with the handlers of ProcessExit. They may take their time; the parent
    /// has said how long, and kills who exceeds it.
    /// </summary>
    internal static void BeginTermination() => EndWithoutGoodbye(Terminated, static () => { });

    /// <summary>Nobody waits for this process any more, and nobody is left to kill it either.</summary>
    [DoesNotReturn]
    internal static void ParentIsGone(ChildSession session)
    {
        session.ParentProcess.HasEnded();
        EndWithoutGoodbye(1, session.ParentProcess.RemoveLeftovers);
        KillAfterAWhile();
        Thread.Sleep(Timeout.Infinite);
        throw new InvalidOperationException("Not reached.");
    }

    /// <summary>Writes to standard error, in one piece so that texts of several processes do not mix.</summary>
    internal static void Say(string text)
    {
        try
        {
            Console.Error.Write(text + Environment.NewLine);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // Nobody reads it; what the parent has to know it is told all the same.
        }
    }

    /// <summary>No goodbye: the parent is to see a death by signal, or is gone.</summary>
    private static void EndWithoutGoodbye(int code, Action before)
    {
        if (Interlocked.Exchange(ref s_isEnding, 1) != 0)
        {
            return;
        }

        // On a thread of its own, because Exit waits for handlers that may wait for the calling thread.
        new Thread(() =>
        {
            before();
            Environment.Exit(code);
        })
        {
            IsBackground = true,
            Name = "Worker exit",
        }.Start();
    }

    private static void KillAfterAWhile()
    {
        if (Interlocked.Exchange(ref s_isWatched, 1) != 0)
        {
            return;
        }

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
