using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Runtime;

/// <summary>What works across processes, beside .NET's only counterpart on every system: the named mutex.</summary>
internal static class SharedStates
{
    private const int Ops = 400_000;

    private static long s_shared;

    internal static IEnumerable<Pair> All()
    {
        foreach (int threads in new[] { 1, 2 })
        {
            int each = Ops / threads;
            var gate = new ProcessLock();
            var reentrant = new ProcessReentrantLock();
            var semaphore = new ProcessSemaphore(1, 1);
            var value = new SharedValue<long>();
            var mutex = new Mutex(false, $"benchmark-{Environment.ProcessId}-{threads}");
            yield return new Pair("ProcessLock / named Mutex", threads, 0.3, Ops, () => Run(threads, each, gate), () => Run(threads, each, mutex));
            yield return new Pair("ProcessReentrantLock / named Mutex", threads, 0.4, Ops, () => Run(threads, each, reentrant), () => Run(threads, each, mutex));
            yield return new Pair("ProcessSemaphore(1, 1) / named Mutex", threads, null, Ops, () => Run(threads, each, semaphore), () => Run(threads, each, mutex));
            yield return new Pair("SharedValue += under its lock / named Mutex", threads, 0.4, Ops, () => Add(threads, each, value), () => Run(threads, each, mutex));
        }
    }

    private static long Run(int threads, int each, ProcessLock gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Acquire();
            s_shared++;
            gate.Release();
        }
    });

    private static long Run(int threads, int each, ProcessReentrantLock gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Acquire();
            s_shared++;
            gate.Release();
        }
    });

    private static long Run(int threads, int each, ProcessSemaphore gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.Acquire();
            s_shared++;
            gate.Release();
        }
    });

    private static long Run(int threads, int each, Mutex gate) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            gate.WaitOne();
            s_shared++;
            gate.ReleaseMutex();
        }
    });

    private static long Add(int threads, int each, SharedValue<long> value) => Workload.Ticks(threads, _ =>
    {
        for (int i = 0; i < each; i++)
        {
            using (value.Enter())
            {
                value.Value += 1;
            }
        }
    });
}
