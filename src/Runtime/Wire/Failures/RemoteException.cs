namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// An exception of another process whose type is not made again here. Python's <c>RemoteError</c> and <c>RemoteTraceback</c>.
/// Types of .NET with the usual constructors and exceptions of the program itself come back as what they were.
/// </summary>
public sealed class RemoteException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public RemoteException()
        : base("Another process failed.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened there.</param>
    public RemoteException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened there.</param>
    /// <param name="innerException">The cause.</param>
    public RemoteException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The full name of the exception's type in the other process.</summary>
    public string RemoteTypeName { get; internal init; } = "";

    /// <summary>Where it was thrown there, as text; empty if it was not thrown.</summary>
    public string RemoteStackTrace { get; internal init; } = "";

    /// <summary>The other process; 0 if unknown.</summary>
    public int ProcessId { get; internal init; }
}
