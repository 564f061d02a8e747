using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Platform;
using Xunit;

namespace Runtime.Tests.ProcessTests;

/// <summary>A running program of tests/Runtime.TestHost: line by line, with signals.</summary>
internal sealed class HostProgram : IDisposable
{
    private readonly Process _process;

    private HostProgram(Process process)
    {
        _process = process;
        Id = process.Id;
        Identity = ProcessIdentity.Of(Id)!.Value;
    }

    internal int Id { get; }

    internal ProcessIdentity Identity { get; }

    internal StreamReader Output => _process.StandardOutput;

    internal static HostProgram Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Runtime.TestHost.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return new HostProgram(Process.Start(start)!);
    }

    /// <summary>The lines up to one that begins so, that one included.</summary>
    internal List<string> ReadUntil(string start)
    {
        var lines = new List<string>();
        do
        {
            Task<string?> next = Output.ReadLineAsync();
            Assert.True(next.Wait(Wait.Limit), $"The program does not say '{start}'; so far: {string.Join(" | ", lines)}");
            if (next.Result is null)
            {
                Assert.Fail($"The program ended before it said '{start}': {string.Join(" | ", lines)} {_process.StandardError.ReadToEnd()}");
            }

            lines.Add(next.Result!);
        }
        while (!lines[^1].StartsWith(start, StringComparison.Ordinal));
        return lines;
    }

    internal void Continue() => _process.StandardInput.WriteLine();

    internal void Signal(int signal) => Assert.Equal(0, LibC.Kill(Id, signal));

    internal int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Wait.Limit), "The program does not end.");
        return _process.ExitCode;
    }

    internal Task<string> Error() => _process.StandardError.ReadToEndAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
