namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The parties of a <see cref="CyclicBarrier"/> will not meet. Python's <c>threading.BrokenBarrierError</c>.</summary>
public sealed class BrokenBarrierException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public BrokenBarrierException()
        : base("The barrier is broken.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public BrokenBarrierException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public BrokenBarrierException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
