namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Results were waited for but the pool has no worker that could bring them. The <c>threadpool</c> module's <c>NoWorkersAvailable</c>.</summary>
public sealed class NoWorkersAvailableException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public NoWorkersAvailableException()
        : base("The pool has no workers; call CreateWorkers first.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public NoWorkersAvailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public NoWorkersAvailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
