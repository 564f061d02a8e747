namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The queue had no room for a <c>Put</c> that was not to wait, or not so long. Python's <c>queue.Full</c>.</summary>
public sealed class QueueFullException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueFullException()
        : base("The queue is full; use TryPut, or let Put wait.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public QueueFullException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public QueueFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
