using System.Diagnostics;
using Xunit;

namespace Runtime.Tests;

internal sealed record ChildResult(string[] Lines, string Error, int ExitCode);

/// <summary>Runs a program that lies beside the tests in a process of its own.</summary>
internal static class Child
{
    internal static ChildResult Run(string mode) => RunProgram("Runtime.TestHost.dll", mode);

    internal static ChildResult RunProgram(string file, params string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, file));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // No crash dump where a crash is the point.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            process.Kill();
            Assert.Fail($"{file} {string.Join(' ', arguments)} did not end within a minute.");
        }

        string[] lines = output.GetAwaiter().GetResult().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new ChildResult(lines, error.GetAwaiter().GetResult(), process.ExitCode);
    }
}
