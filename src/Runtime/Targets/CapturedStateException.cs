namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A lambda or local function that is to run in another process captures variables of this one. The message names them and shows how to pass them as arguments.</summary>
public sealed class CapturedStateException : NotSupportedException
{
    /// <summary>Creates the exception with a general message.</summary>
    public CapturedStateException()
        : base("The target captures variables of this process; pass them as arguments.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public CapturedStateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CapturedStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
