using ConcurrencyAnalyzers.Runtime;

namespace Misuse;

/// <summary>A worker is made a daemon after its start, which always throws.</summary>
internal static class DaemonAfterStart
{
    public static void Run()
    {
        var worker = new WorkerThread(() => Console.WriteLine($"daemon after start: {Threads.Current.Daemon}"));
        worker.Start();
        worker.Daemon = true;
        worker.Join();
    }
}
