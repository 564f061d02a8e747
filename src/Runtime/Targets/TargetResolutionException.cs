namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The other process does not have the method it is to run, or must not run it: another build of an assembly, an assembly that is not part of the program, a missing registration.</summary>
public sealed class TargetResolutionException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public TargetResolutionException()
        : base("The target was not found in this process.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public TargetResolutionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TargetResolutionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
