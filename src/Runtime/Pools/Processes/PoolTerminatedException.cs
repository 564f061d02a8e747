namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A task of a <see cref="ProcessPool"/> was not done, because <see cref="ProcessPool.Terminate"/> was called.</summary>
public sealed class PoolTerminatedException : OperationCanceledException
{
    /// <summary>Creates the exception with a general message.</summary>
    public PoolTerminatedException()
        : base("The pool was terminated before the task was done.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public PoolTerminatedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PoolTerminatedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
