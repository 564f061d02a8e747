using System.Diagnostics;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.ProcessTests;

/// <summary>What the children of the tests do.</summary>
internal static class Work
{
    private static int s_static = 1;

    internal static void Nothing()
    {
    }

    internal static string Describe(int number, string text, double[] values, bool flag = true) =>
        $"{number} {text} {string.Join('/', values)} {flag} {WorkerProcess.Current.Name} {Environment.ProcessId} {WorkerProcess.Current.Pid}";

    internal static void Block(IProgress<string> progress)
    {
        progress.Report("running");
        Thread.Sleep(Timeout.Infinite);
    }

    internal static string UntilCancelled(IProgress<string> progress, CancellationToken token)
    {
        progress.Report("running");
        token.WaitHandle.WaitOne();
        return "cancelled";
    }

    internal static bool IsCancelled(CancellationToken token) => token.WaitHandle.WaitOne(Wait.Limit);

    internal static void Throw(string text) => throw new InvalidOperationException(text, new FormatException("the cause"));

    internal static void ThrowUnknown() => throw new UnknownException("only known there");

    internal static void Exit(int code) => Environment.Exit(code);

    internal static void ExitByException(int code) => throw new ProcessExitException(code);

    internal static void ExitWithText(string text) => throw new ProcessExitException(text);

    internal static int Recurse(int depth) => depth <= 0 ? 0 : 1 + Recurse(depth - 1) + s_static;

    internal static int OverflowStack() => Recurse(int.MaxValue);

    internal static void FailFast(string text) => Environment.FailFast(text);

    /// <summary>Reads where nothing is, beyond what counts as a null reference.</summary>
    internal static void CrashNatively() => Marshal.ReadByte(unchecked((nint)0x1234_5678_9000));

    internal static void CrashOnOtherThread()
    {
        new Thread(() => throw new InvalidOperationException("on another thread")).Start();
        Thread.Sleep(Timeout.Infinite);
    }

    internal static byte[] Reverse(byte[] bytes)
    {
        Array.Reverse(bytes);
        return bytes;
    }

    internal static async Task<int> AddLater(int left, int right)
    {
        await Task.Yield();
        return left + right;
    }

    internal static async Task FailLater()
    {
        await Task.Yield();
        throw new TimeoutException("later");
    }

    internal static List<T> Pair<T>(T one, T other) => [one, other];

    internal static int ChangeStatic() => s_static = 42;

    internal static int ReadStatic() => s_static;

    internal static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    internal static string Folder() => Directory.GetCurrentDirectory();

    internal static void Write(string output, string error)
    {
        Console.WriteLine(output);
        Console.Error.WriteLine(error);
    }

    internal static void WriteMany(int lines)
    {
        for (int line = 0; line < lines; line++)
        {
            Console.WriteLine($"line {line}");
        }
    }

    internal static string ReadInput() => $"[{Console.In.ReadToEnd()}]";

    internal static string[] OpenFiles() =>
        [.. Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget ?? "")];

    internal static string[] LeftInEnvironment() =>
        [.. new[] { "CONCURRENCY_RUNTIME_CHILD", "DOTNET_STARTUP_HOOKS" }.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")];

    /// <summary>Ends late by SIGTERM: a handler of ProcessExit holds it up.</summary>
    internal static void EndSlowly(IProgress<string> progress)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            progress.Report("ending");
            Thread.Sleep(Timeout.Infinite);
        };
        progress.Report("running");
        Thread.Sleep(Timeout.Infinite);
    }

    internal static void Tidy(string file, IProgress<string> progress)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Thread.Sleep(2500); // longer than an impatient child would give itself
            File.WriteAllText(file, "tidied");
        };
        progress.Report("running");
        Thread.Sleep(Timeout.Infinite);
    }

    internal static void LeaveThreads(string file)
    {
        var late = new WorkerThread(() =>
        {
            Thread.Sleep(200);
            File.AppendAllText(file, "waited for");
        });
        late.Start();
        new WorkerThread(() => Thread.Sleep(Timeout.Infinite), daemon: true).Start();
    }

    internal static string DescribeParent() => $"{WorkerProcess.Parent?.Pid} {WorkerProcess.Parent?.Name} {WorkerProcess.Parent?.IsAlive}";

    internal static bool IsDaemon() => WorkerProcess.Current.Daemon;

    internal static string StartChildAsDaemon()
    {
        using var child = WorkerProcess.Create(Nothing);
        try
        {
            child.Start();
            return "started";
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    internal static List<string> Descend(int depth, string path)
    {
        List<string> all = [path];
        for (int child = 0; child < 2 && depth > 0; child++)
        {
            using var process = WorkerProcess.Create(Descend, depth - 1, path + child, new WorkerProcessOptions { Daemon = false });
            process.Start();
            all.AddRange(process.Result);
        }

        return all;
    }

    internal static string NameOfGrandchild()
    {
        using var child = WorkerProcess.Create(() => WorkerProcess.Current.Name);
        child.Start();
        return child.Result;
    }

    internal static void Count(int to, IProgress<int> progress)
    {
        for (int i = 1; i <= to; i++)
        {
            progress.Report(i);
        }
    }

    internal static void IgnoreInterrupt(IProgress<string> progress, CancellationToken token)
    {
        progress.Report(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        token.WaitHandle.WaitOne();
    }

    internal static string TraceParent() => Activity.Current?.TraceId.ToString() ?? "none";

    internal static string Architecture() => RuntimeInformation.ProcessArchitecture.ToString();
}
