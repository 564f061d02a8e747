using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.ProcessPools;

/// <summary>A value at whose crossing the worker dies, leaves or throws.</summary>
public sealed class Killer(string when) : IWireSerializable<Killer>
{
    private static readonly int s_testProcess = int.Parse(Environment.GetEnvironmentVariable("POOL_TEST_PROCESS") ?? "0", System.Globalization.CultureInfo.InvariantCulture);

    public static Killer ReadFrom(WireReader reader)
    {
        string when = reader.ReadString()!;
        Act(when, "read");
        return new Killer(when);
    }

    public void WriteTo(WireWriter writer)
    {
        Act(when, "write");
        writer.WriteString(when);
    }

    private static void Act(string when, string now)
    {
        if (Environment.ProcessId == s_testProcess)
        {
            return;
        }

        if (when == now + " kill")
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
        else if (when == now + " exit")
        {
            Environment.Exit(3);
        }
        else if (when == now + " throw")
        {
            throw new InvalidOperationException("refuses");
        }
    }
}
