using ConcurrencyAnalyzers.Runtime;
using Runtime.TestHost;

// Small programs whose whole life is looked at from outside: what they print, when they end, with which exit code.
switch (args[0])
{
    case "non-daemon":
        Start(daemon: false);
        Console.WriteLine("main ends");
        return 0;

    case "daemon":
        Start(daemon: true);
        Console.WriteLine("main ends");
        return 0;

    case "environment-exit":
        Start(daemon: false);
        Console.WriteLine("main exits");
        Environment.Exit(3);
        return 0;

    case "threads-exit":
        Start(daemon: false);
        Console.WriteLine("main exits");
        Threads.Exit(3);
        return 0;

    case "unhandled":
        RunFailing();
        Console.WriteLine("main lives");
        return 0;

    case "unhandled-crash":
        Threads.Policy = UnhandledThreadExceptionPolicy.Crash;
        RunFailing();
        Console.WriteLine("main lives");
        return 0;

    case "main-thread":
        DescribeMain();
        return 0;

    case "main-thread-late":
        DescribeMainFromElsewhere();
        return 0;

    case "active-count":
        CountThreads();
        return 0;

    case "queue":
        return QueuePrograms.Run(args[1]);

    case "queue-put-and-end":
        return QueuePrograms.PutAndEnd(args[1], int.Parse(args[2]));

    case "queue-put-for-ever":
        return QueuePrograms.PutForEver(args[1], args[2]);

    case "queue-get-for-ever":
        return QueuePrograms.GetForEver(args[1]);

    case "queue-own":
        return QueuePrograms.Own(int.Parse(args[1]));

    case "queue-echo":
        return QueuePrograms.Echo(args[1], args[2]);

    case "pipe":
        return PipePrograms.Run(args[1]);

    case "pipe-echo":
        return PipePrograms.Echo(args[1]);

    case var shared when shared.StartsWith("shared-", StringComparison.Ordinal):
        return SharedPrograms.Run(args);

    default:
        return ProcessPrograms.Run(args);
}

static void Start(bool daemon)
{
    var isRunning = new EventFlag();
    var thread = new WorkerThread(
        () =>
        {
            try
            {
                isRunning.Set();
                Thread.Sleep(300);
                Console.WriteLine("thread ends");
            }
            finally
            {
                Console.WriteLine("finally ran");
            }
        },
        daemon: daemon);
    thread.Start();
    isRunning.Wait();
}

static void RunFailing()
{
    WorkerThread thread = WorkerThread.Create(Fail, name: "Failing");
    thread.Start();
    thread.Join();
}

static void Fail() => throw new InvalidOperationException("the thread's mistake");

static void DescribeMain()
{
    Console.WriteLine($"{Threads.Main.Name} {Threads.Main.Ident == Threads.Current.Ident} {Threads.Current.Daemon}");
    var thread = new WorkerThread(() => Console.WriteLine($"{Threads.Main.Ident == Threads.Current.Ident} {Threads.Current.Daemon} {Threads.Main.Name}"));
    thread.Start();
    thread.Join();
}

static void DescribeMainFromElsewhere()
{
    // Not one of ours, and the first to ask.
    WorkerThread? seen = null;
    var first = new Thread(() =>
    {
        seen = Threads.Main;
        Console.WriteLine($"{seen.Name} {seen.IsAlive} {seen.Daemon} {Threads.Current == seen} {Threads.Current.Daemon}");
    });
    first.Start();
    first.Join();
    Console.WriteLine($"{Threads.Current == seen} {Threads.Current.Ident == Environment.CurrentManagedThreadId}");

    // The kernel's word: on Linux the first thread of a process has its id.
    Console.WriteLine(!OperatingSystem.IsLinux() || Threads.Current.NativeId == Environment.ProcessId);
}

static void CountThreads()
{
    var leave = new EventFlag();
    WorkerThread[] all = [.. Enumerable.Range(0, 5).Select(_ => new WorkerThread(leave.Wait))];
    Array.ForEach(all, t => t.Start());
    Console.WriteLine($"{Threads.ActiveCount} {Threads.Enumerate().Count}");
    leave.Set();
    Array.ForEach(all, t => t.Join());
    Console.WriteLine($"{Threads.ActiveCount} {Threads.Enumerate().Count}");
}
