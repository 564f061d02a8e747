namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// The process that owns a shared object has ended, and the object with it. In Python the other end of a manager's
/// connection fails with <c>EOFError</c> or <c>ConnectionResetError</c>.
/// </summary>
public sealed class OwnerExitedException : IOException
{
    /// <summary>Creates the exception with a general message.</summary>
    public OwnerExitedException()
        : base("The process that owns the object has ended.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public OwnerExitedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public OwnerExitedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
