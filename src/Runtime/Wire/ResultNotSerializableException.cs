namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The target ran, but its result cannot cross back. Python's <c>multiprocessing.pool.MaybeEncodingError</c>; the worker lives on.</summary>
public sealed class ResultNotSerializableException : NotSerializableException
{
    /// <summary>Creates the exception with a general message.</summary>
    public ResultNotSerializableException()
        : base("The result cannot cross back.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public ResultNotSerializableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ResultNotSerializableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
