namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The queue had no item for a <c>Get</c> that was not to wait, or not so long. Python's <c>queue.Empty</c>.</summary>
public sealed class QueueEmptyException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public QueueEmptyException()
        : base("The queue is empty; use TryGet, or let Get wait.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public QueueEmptyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public QueueEmptyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
