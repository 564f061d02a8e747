using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A worker process ended in the middle of its work: it was killed, crashed, or left with <see cref="Environment.Exit"/>.</summary>
public sealed class WorkerCrashedException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public WorkerCrashedException()
        : base("A worker process ended in the middle of its work.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public WorkerCrashedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public WorkerCrashedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal WorkerCrashedException(int processId, Hosting.ExitStatus status, string target, string errorTail, string? reason = null)
        : base(Describe(processId, status, target, errorTail, reason))
    {
        ProcessId = processId;
        ExitCode = status.Code;
        Signal = status.Signal;
        Target = target;
        ErrorOutput = errorTail;
    }

    /// <summary>The process's id.</summary>
    public int ProcessId { get; }

    /// <summary>Its exit code; minus the number of the signal that ended it.</summary>
    public int ExitCode { get; }

    /// <summary>The signal that ended it; null if it ended otherwise. Signals without a name of .NET have their number.</summary>
    public PosixSignal? Signal { get; }

    /// <summary>What it was doing.</summary>
    public string Target { get; } = "";

    /// <summary>The last lines it wrote to standard error, if that was captured.</summary>
    public string ErrorOutput { get; } = "";

    private static string Describe(int processId, Hosting.ExitStatus status, string target, string errorTail, string? reason)
    {
        string why = reason ?? (status.Signal is null
            ? "It left by itself, or by Environment.Exit."
            : "It was killed, crashed in native code, ran out of memory, or an exception left one of its threads.");
        string said = errorTail.Length > 0 ? $" Its last words: {errorTail}" : "";
        return $"Worker process {processId} ended with {status.Describe()} while it ran '{target}'. {why}{said}";
    }
}
