namespace ConcurrencyAnalyzers.Runtime;

/// <summary>An argument cannot cross to another process; nothing was sent. Python raises a <c>PicklingError</c> or <c>TypeError</c>.</summary>
public sealed class ArgumentNotSerializableException : NotSerializableException
{
    /// <summary>Creates the exception with a general message.</summary>
    public ArgumentNotSerializableException()
        : base("The argument cannot cross to another process.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public ArgumentNotSerializableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ArgumentNotSerializableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
