namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Shared memory or a primitive across processes could not be opened here: the process that created it has ended or has
/// disposed of it, or what lies there is something else.
/// </summary>
public sealed class SharedStateLostException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public SharedStateLostException()
        : base("The shared state exists no more.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public SharedStateLostException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public SharedStateLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static SharedStateLostException OwnerEnded(int processId) =>
        new($"The shared state belonged to process {processId}, which has ended; keep its creator alive until everybody has opened it.");

    internal static SharedStateLostException Disposed() =>
        new("The shared state was disposed of by the process that created it; dispose after everybody is done with it.");

    internal static SharedStateLostException NotOurs() =>
        new("What lies at that address is not the shared state that was asked for: other type, other version of the library, or damaged.");
}
