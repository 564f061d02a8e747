namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A value or a type cannot cross to another process without losing something. The message names the member and says how to write it instead.</summary>
public class NotSerializableException : NotSupportedException
{
    /// <summary>Creates the exception with a general message.</summary>
    public NotSerializableException()
        : base("The value cannot cross to another process.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public NotSerializableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public NotSerializableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
