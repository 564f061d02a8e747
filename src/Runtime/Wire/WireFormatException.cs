namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What came from another process is not what was agreed: too short, too long, too deep, or of another type. Nothing but this comes out of reading a malformed message.</summary>
public sealed class WireFormatException : FormatException
{
    /// <summary>Creates the exception with a general message.</summary>
    public WireFormatException()
        : base("The message is malformed.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public WireFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public WireFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
