namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A worker process could not be started, or did not become a worker. The message says why and what to do.</summary>
public sealed class BootstrapException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public BootstrapException()
        : base("A worker process could not be started.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public BootstrapException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public BootstrapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
