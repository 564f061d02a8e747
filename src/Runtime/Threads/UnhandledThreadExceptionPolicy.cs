namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What happens when an exception leaves a <see cref="WorkerThread"/>.</summary>
public enum UnhandledThreadExceptionPolicy
{
    /// <summary>The thread ends, the exception goes to <see cref="Threads.UnhandledException"/> or standard error, the process goes on. As Python.</summary>
    Report,

    /// <summary>The process ends, as with a thread of the BCL.</summary>
    Crash,
}
