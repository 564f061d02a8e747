using System.Globalization;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Runtime;

/// <summary>Programs that have child processes, and what their children do.</summary>
internal static class ProcessPrograms
{
    private static WorkerProcess? s_child;

    internal static int Run(string[] arguments)
    {
        switch (arguments[0])
        {
            case "process-add":
                Add();
                return 0;

            case "process-broken-output":
                return ReportToError(WriteMuch);

            case "process-tree":
                return Tree(daemon: arguments[1] == "daemon", end: arguments[2]);

            case "process-idle":
                Add();
                Console.WriteLine($"ready {Environment.ProcessId}");
                Thread.Sleep(Timeout.Infinite);
                return 0;

            case "process-interrupt":
                return Interrupt();

            case "process-graceful":
                return Graceful();

            case "process-survive":
                return LeaveBehind(arguments[1]);

            default:
                Console.Error.WriteLine($"unknown program {arguments[0]}");
                return 2;
        }
    }

    private static void Add()
    {
        using var process = WorkerProcess.Create(static (int left, int right) => left + right, 40, 2);
        process.Start();
        Console.WriteLine($"result {process.Result}");
        process.Join();
    }

    private static int ReportToError(Action target)
    {
        using var process = WorkerProcess.Create(target);
        process.Start();
        process.Join();
        Console.Error.WriteLine($"child {process.ExitCode}");
        return 0;
    }

    private static void WriteMuch()
    {
        for (int i = 0; i < 10_000; i++)
        {
            Console.WriteLine("nobody reads this");
        }

        Console.Out.Flush();
    }

    /// <summary>A child with a child of its own, both busy; then this process comes to its end in the way it was told.</summary>
    private static int Tree(bool daemon, string end)
    {
        // A child that is no daemon may have children. Not disposed: it lives when this process ends.
        s_child = WorkerProcess.Create(
            Branch, !daemon, (IProgress<string>)new Printer(), new WorkerProcessOptions { Daemon = daemon });
        s_child.Start();
        Console.WriteLine($"pid {Environment.ProcessId}");
        Printer.Ready.Wait();
        Console.WriteLine("ready");
        Console.ReadLine();
        switch (end)
        {
            case "return":
                return 0;
            case "throw":
                throw new InvalidOperationException("the program's mistake");
            case "exit":
                Environment.Exit(5);
                return 0;
            default:
                Thread.Sleep(Timeout.Infinite);
                return 0;
        }
    }

    private static void Branch(bool hasChild, IProgress<string> progress)
    {
        progress.Report($"pid {Environment.ProcessId}");
        if (!hasChild)
        {
            progress.Report("ready");
            Thread.Sleep(Timeout.Infinite);
        }

        using var child = WorkerProcess.Create(Leaf, progress);
        child.Start();
        child.Join();
    }

    private static void Leaf(IProgress<string> progress)
    {
        progress.Report($"pid {Environment.ProcessId}");
        progress.Report("ready");
        Thread.Sleep(Timeout.Infinite);
    }

    private static int Interrupt()
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration handler = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var interrupted = new ManualResetEventSlim();
        using PosixSignalRegistration second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => interrupted.Set());
        using var child = WorkerProcess.Create(UntilCancelled, (IProgress<string>)new Printer(), stop.Token);
        child.Start();
        interrupted.Wait();
        Console.WriteLine($"interrupted {child.Join(TimeSpan.FromMilliseconds(100))}");
        stop.Cancel();
        child.Join();
        Console.WriteLine($"child {child.ExitCode}");
        return 0;
    }

    private static void UntilCancelled(IProgress<string> progress, CancellationToken token)
    {
        progress.Report($"pid {Environment.ProcessId}");
        token.WaitHandle.WaitOne();
    }

    /// <summary>A service: SIGTERM is handled, and the work in flight is finished.</summary>
    private static int Graceful()
    {
        using var stopping = new ManualResetEventSlim();
        using PosixSignalRegistration handler = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Set();
        });
        using var finish = new CancellationTokenSource();
        using var child = WorkerProcess.Create(UntilCancelled, (IProgress<string>)new Printer(), finish.Token);
        child.Start();
        stopping.Wait();
        Console.WriteLine($"stopping {child.Join(TimeSpan.FromMilliseconds(300))}");
        finish.Cancel();
        child.Join();
        Console.WriteLine($"child {child.ExitCode}");
        return 0;
    }

    private static int LeaveBehind(string file)
    {
        using var child = WorkerProcess.Create(
            Outlive, file, (IProgress<string>)new Printer(), new WorkerProcessOptions { SurviveParent = true });
        child.Start();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static void Outlive(string file, IProgress<string> progress)
    {
        progress.Report($"pid {Environment.ProcessId}");
        WorkerProcess parent = WorkerProcess.Parent!;
        parent.Join();
        progress.Report("nobody hears this");
        string temporary = file + ".new";
        File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{parent.IsAlive} {parent.Pid}"));
        File.Move(temporary, file, overwrite: true);
    }

    private sealed class Printer : IProgress<string>
    {
        internal static ManualResetEventSlim Ready { get; } = new();

        public void Report(string value)
        {
            if (value == "ready")
            {
                Ready.Set();
            }
            else
            {
                Console.WriteLine(value);
            }
        }
    }
}
