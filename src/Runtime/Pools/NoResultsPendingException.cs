namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Results were polled for but no request is under way. The <c>threadpool</c> module's <c>NoResultsPending</c>.</summary>
public sealed class NoResultsPendingException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public NoResultsPendingException()
        : base("No request is under way; put one first, or use Wait, which returns then.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public NoResultsPendingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public NoResultsPendingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
