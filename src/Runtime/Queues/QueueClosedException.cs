namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The queue was closed: nothing can be put, and there is nothing left to get. Python's <c>queue.ShutDown</c>.</summary>
public sealed class QueueClosedException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueClosedException()
        : base("The queue is closed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public QueueClosedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public QueueClosedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
