using System.Diagnostics;
using Xunit;

namespace Runtime.Tests.SharedState;

/// <summary>Another process that does as it is told, line by line: see SharedPrograms of the test host.</summary>
internal sealed class SharedChild : IDisposable
{
    private readonly Process _process;

    internal SharedChild(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Runtime.TestHost.dll"));
        start.ArgumentList.Add(program);
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _process = Process.Start(start)!;
        Expect("ready");
    }

    internal int Id => _process.Id;

    /// <summary>Says a command and waits for the answer.</summary>
    internal string Ask(string command)
    {
        Tell(command);
        return Hear();
    }

    /// <summary>Says a command that will block, and waits until it is about to.</summary>
    internal void Begin(string command)
    {
        Tell(command);
        Expect("begin");
    }

    internal void Tell(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    internal string Hear()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(TimeSpan.FromSeconds(60)), "The other process says nothing.");
        return line.Result ?? throw new InvalidOperationException("The other process has ended.");
    }

    internal void Expect(string line) => Assert.Equal(line, Hear());

    /// <summary>SIGKILL; returns when it is dead.</summary>
    internal void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(kill.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    internal void AwaitEnd() => Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(30));
        }

        _process.Dispose();
    }
}
