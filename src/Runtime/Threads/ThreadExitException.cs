namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Ends the <see cref="WorkerThread"/> that throws it, silently. Python's <c>SystemExit</c> in a thread.</summary>
public sealed class ThreadExitException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public ThreadExitException()
        : base("The thread ends itself.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public ThreadExitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ThreadExitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
