using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>How a process ended.</summary>
/// <param name="Code">Python's exit code: what the process said, or minus the signal that ended it.</param>
internal readonly record struct ExitStatus(int Code)
{
    private const int SignalBase = 128;

    internal PosixSignal? Signal => Code >= 0 || OperatingSystem.IsWindows() ? null : -Code switch
    {
        1 => PosixSignal.SIGHUP,
        2 => PosixSignal.SIGINT,
        3 => PosixSignal.SIGQUIT,
        15 => PosixSignal.SIGTERM,
        var other => (PosixSignal)other,
    };

    /// <summary>
    /// .NET reports a death by signal as 128 plus its number, which is also an ordinary exit code; a child says before an
    /// ordinary exit what the code will be, so who did not, or ended otherwise after all, was killed.
    /// </summary>
    internal static ExitStatus From(int reported, int? announced)
    {
        // Unix keeps the low byte: Exit(-1) is 255 to everybody else.
        bool wasSaid = announced is { } code && (code & 0xFF) == reported;
        bool isSignal = !OperatingSystem.IsWindows() && !wasSaid && reported > SignalBase;
        return new ExitStatus(isSignal ? SignalBase - reported : reported);
    }

    internal string Describe() => Signal is null ? $"exit code {Code}" : $"signal {-Code}";
}
