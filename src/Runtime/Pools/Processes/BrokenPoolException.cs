namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The workers of a <see cref="ProcessPool"/> cannot start, or their initializer fails: no task of it will ever run.</summary>
public sealed class BrokenPoolException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public BrokenPoolException()
        : base("The workers of the pool die before they do anything.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public BrokenPoolException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public BrokenPoolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
