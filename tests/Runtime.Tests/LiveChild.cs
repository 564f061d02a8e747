using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Xunit;

namespace Runtime.Tests;

/// <summary>A child process that is talked to while it runs; it ends with the test.</summary>
internal sealed class LiveChild : IDisposable
{
    private readonly Process _process;

    private LiveChild(Process process) => _process = process;

    internal int ProcessId => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>Starts a program of the test host.</summary>
    internal static LiveChild Start(params string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Runtime.TestHost.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return new LiveChild(Process.Start(start)!);
    }

    /// <summary>Starts a program that answers commands.</summary>
    internal static LiveChild Open(params string[] arguments)
    {
        LiveChild child = Start(arguments);
        Assert.Equal("ready", child.ReadLine());
        return child;
    }

    /// <summary>A handle as the test host's programs read it.</summary>
    internal static string Handle<T>(T handle)
    {
        using var writer = new WireWriter();
        writer.WriteValue(handle);
        return Convert.ToBase64String(writer.Written.Span);
    }

    internal static T FromHandle<T>(string text) => new WireReader(Convert.FromBase64String(text)).ReadValue<T>();

    /// <summary>Says something and waits for the answer.</summary>
    internal string Ask(string command)
    {
        Say(command);
        return ReadLine();
    }

    internal void Say(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    internal string ReadLine()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Wait.Limit), "The child does not answer.");
        return line.Result ?? throw new InvalidOperationException("The child has ended.");
    }

    /// <summary>What it still had to say, after its end.</summary>
    internal string[] RemainingLines()
    {
        Task<string> rest = _process.StandardOutput.ReadToEndAsync();
        Assert.True(rest.Wait(Wait.Limit), "The child does not end.");
        return rest.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Wait.Limit), "The child does not end.");
        return _process.ExitCode;
    }

    internal void Kill()
    {
        _process.Kill();
        WaitForExit();
    }

    /// <summary>STOP or CONT.</summary>
    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
