namespace Benchmarks.Processes;

internal static class ProcessTargets
{
    internal static int Increment(int x) => x + 1;

    internal static int Answer() => 42;

    internal static int Die()
    {
        System.Diagnostics.Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
