namespace ConcurrencyAnalyzers.Runtime;

/// <summary>An exception that left a <see cref="WorkerThread"/>.</summary>
/// <remarks>Not called ThreadExceptionEventArgs: Windows Forms has that name in <c>System.Threading</c>.</remarks>
public sealed class UnhandledThreadExceptionEventArgs : EventArgs
{
    internal UnhandledThreadExceptionEventArgs(WorkerThread thread, Exception exception)
    {
        Thread = thread;
        Exception = exception;
    }

    /// <summary>The thread, which is about to end.</summary>
    public WorkerThread Thread { get; }

    /// <summary>What it threw.</summary>
    public Exception Exception { get; }
}
