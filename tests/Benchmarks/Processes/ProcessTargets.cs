using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Processes;

internal static class ProcessTargets
{
    internal static int Increment(int x) => x + 1;

    internal static int Answer() => 42;

    internal static void Echo(ProcessQueue<int> inbox, ProcessQueue<int> outbox)
    {
        while (inbox.Get() is var item and >= 0)
        {
            outbox.Put(item);
        }
    }

    internal static void Fill(ProcessQueue<int> go, ProcessQueue<int> stream)
    {
        while (go.Get() is var count and > 0)
        {
            for (int i = 0; i < count; i++)
            {
                stream.Put(i);
            }
        }
    }

    internal static int Die()
    {
        System.Diagnostics.Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
