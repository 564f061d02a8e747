using ConcurrencyAnalyzers.Runtime;

namespace Misuse;

/// <summary>A child process is made a daemon after its start: it was told already, so this throws.</summary>
internal static class DaemonProcessAfterStart
{
    public static void Run()
    {
        using var process = WorkerProcess.Create(Tell, "a child process");
        process.Start();
        process.Daemon = true;
        process.Join();
    }

    private static void Tell(string who) => Console.WriteLine($"daemon process after start: {who}, {WorkerProcess.Current.Daemon}");
}
