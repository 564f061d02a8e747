using System.Diagnostics;

namespace Runtime.Tests.ProcessPools;

/// <summary>What the workers of the tests run.</summary>
internal static class PoolTargets
{
    private static int s_initialized;

    public static int Square(int x) => x * x;

    public static int Add(int a, int b) => a + b;

    public static int Echo(int x) => x;

    public static string Text(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    public static int Pid(int ignored) => Environment.ProcessId;

    public static string WorkerName(int ignored) => ConcurrencyAnalyzers.Runtime.WorkerProcess.Current.Name;

    public static async Task<int> SquareLater(int x)
    {
        await Task.Yield();
        return x * x;
    }

    public static void Nothing(string path) => File.AppendAllText(path, "x");

    public static int Throw(int x) => throw new KeyNotFoundException($"no {x}");

    public static int ThrowAt(int x, int bad) => x == bad ? throw new InvalidOperationException($"bad {x}") : x;

    public static int ThrowAtThree(int x) => ThrowAt(x, 3);

    public static int ThrowOwn(int x) => throw new OwnException("mine", x);

    public static object NotSerializable(int x) => new Thread(() => { });

    public static int Die(int x)
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return x;
    }

    public static int Exit(int code)
    {
        Environment.Exit(code);
        return code;
    }

    public static int FailFast(int x)
    {
        Environment.FailFast("on purpose");
        return x;
    }

    public static int DieIfSeven(int x) => x == 7 ? Die(x) : x;

    /// <summary>Dies the first times, as many files as there must be.</summary>
    public static int DieUntil(string folder, int times)
    {
        int count = Directory.GetFiles(folder).Length;
        if (count < times)
        {
            File.WriteAllText(Path.Combine(folder, Guid.NewGuid().ToString("N")), "");
            Die(0);
        }

        return count;
    }

    /// <summary>Runs until somebody makes the file; tells that it runs by another.</summary>
    public static int Gate(string path)
    {
        File.WriteAllText(path + ".started", "");
        while (!File.Exists(path))
        {
            Thread.Sleep(1);
        }

        return Environment.ProcessId;
    }

    public static int Forever(int x)
    {
        Thread.Sleep(Timeout.Infinite);
        return x;
    }

    public static int UntilCancelled(string path, CancellationToken token)
    {
        File.WriteAllText(path, "");
        token.WaitHandle.WaitOne();
        token.ThrowIfCancellationRequested();
        return 0;
    }

    public static int WithProgress(int steps, IProgress<int> progress)
    {
        for (int i = 1; i <= steps; i++)
        {
            progress.Report(i);
        }

        return steps;
    }

    public static void Initialize() => s_initialized++;

    public static void InitializeWith(int value) => s_initialized = value;

    public static void FailToInitialize() => throw new InvalidOperationException("cannot initialize");

    public static void DieInInitializer() => Die(0);

    public static int Initialized(int ignored) => s_initialized;

    public static Killer Deliver(Killer killer) => killer;

    public static int Take(Killer killer) => killer is null ? 1 : 0;
}
