namespace Package.Tests;

/// <summary>How a command ended, and all it printed.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <exception cref="InvalidOperationException">The command failed; the message has all it printed.</exception>
    public CommandResult ThrowIfFailed() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"Exit code {ExitCode}.\n{Output}");
}
