using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Processes;

/// <summary>CPython beside us: one process that measures what it is asked, so that both are measured in the same minute.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Null where there is no python3.</summary>
    internal static PythonPeer? TryStart()
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Processes", "peer.py"));
        try
        {
            Process process = Process.Start(start)!;
            return process.StandardOutput.ReadLine() == "ready" ? new PythonPeer(process) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    internal double Seconds(string name)
    {
        _process.StandardInput.WriteLine(name);
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python ended while it measured {name}.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
