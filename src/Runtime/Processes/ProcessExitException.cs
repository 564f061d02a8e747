namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Thrown in the target of a worker process: ends the process with an exit code. Python's <c>SystemExit</c>.
/// </summary>
public sealed class ProcessExitException : Exception
{
    /// <summary>Ends the process with exit code 0.</summary>
    public ProcessExitException()
        : base("The process ends itself.")
    {
    }

    /// <summary>Ends the process with an exit code.</summary>
    /// <param name="exitCode">0 to 255.</param>
    public ProcessExitException(int exitCode)
        : base($"The process ends itself with exit code {exitCode}.") => ExitCode = exitCode;

    /// <summary>Ends the process with exit code 1; the message goes to standard error.</summary>
    /// <param name="message">What to say.</param>
    public ProcessExitException(string message)
        : base(message)
    {
        ExitCode = 1;
        HasText = true;
    }

    /// <summary>Ends the process with exit code 1; the message goes to standard error.</summary>
    /// <param name="message">What to say.</param>
    /// <param name="innerException">The cause.</param>
    public ProcessExitException(string message, Exception innerException)
        : base(message, innerException)
    {
        ExitCode = 1;
        HasText = true;
    }

    /// <summary>The exit code.</summary>
    public int ExitCode { get; }

    internal bool HasText { get; }
}
