using System.Diagnostics;
using System.Text;

namespace Package.Tests;

/// <summary>Runs the SDK as a user would, in an environment that the test runner has left no traces in.</summary>
internal static class Dotnet
{
    /// <summary>Hang guard; a machine that builds something else at the same time is slow.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>What the runner sets for itself and would lead another MSBuild astray.</summary>
    private static readonly string[] RunnerVariables =
        ["MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBuildSDKsPath", "DOTNET_HOST_PATH", "CI"];

    public static async Task<CommandResult> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var variable in RunnerVariables)
        {
            start.Environment.Remove(variable);
        }

        // No process may outlive the test: neither build nodes nor compiler servers.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return await RunAsync(start);
    }

    private static async Task<CommandResult> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', start.ArgumentList)} did not end within {Deadline}.");
        }
    }
}
