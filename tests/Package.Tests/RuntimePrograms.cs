namespace Package.Tests;

/// <summary>What a user might write.</summary>
internal static class RuntimePrograms
{
    public const string TrimmedProperties =
        "<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained><UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>"
        + "<TrimmerSingleWarn>false</TrimmerSingleWarn><UseAppHost>true</UseAppHost>";

    /// <summary>A right program.</summary>
    public const string Use =
        """
        using ConcurrencyAnalyzers.Runtime;

        var counter = new Counter();
        var threads = Enumerable.Range(1, 10).Select(n => WorkerThread.Create(counter.Add, n)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Console.WriteLine($"total {counter.Total}");

        internal sealed class Counter
        {
            private readonly NonReentrantLock _gate = new();

            [GuardedBy(nameof(_gate))]
            private int _total;

            public int Total
            {
                get
                {
                    using (_gate.Enter())
                    {
                        return _total;
                    }
                }
            }

            public void Add(int n)
            {
                using (_gate.Enter())
                {
                    _total += n;
                }
            }
        }
        """;

    /// <summary>Takes a lock twice that can be taken once.</summary>
    public const string Misuse =
        """
        using ConcurrencyAnalyzers.Runtime;

        var gate = new NonReentrantLock();
        gate.Acquire();
        gate.Acquire();
        gate.Release();
        gate.Release();
        """;

    /// <summary>Every alias, under ImplicitUsings: there the BCL's types of the same names are imported as well.</summary>
    public const string PythonNames =
        """
        var items = new BlockingQueue<int>();
        var gate = new Lock();
        var nested = new RLock();
        var room = new Semaphore(2);
        var bounded = new BoundedSemaphore(2);
        var ready = new Event();
        var changed = new Condition(nested);
        var meeting = new Barrier(2);
        var thread = new Thread(() =>
        {
            meeting.Wait();
            using (gate.Enter())
            using (nested.Enter())
            using (room.Enter())
            using (bounded.Enter())
            {
                changed.NotifyAll();
                items.Put(1);
            }

            ready.Set();
        });
        thread.Start();
        meeting.Wait();
        ready.Wait();
        thread.Join();
        var timer = new Timer(TimeSpan.Zero, () => items.Put(2));
        timer.Start();
        timer.Join();
        using var pool = new ThreadPool(2);
        pool.PutRequest(WorkRequest.Create((int x) => items.Put(x), 3));
        pool.Wait();
        Console.WriteLine($"{items.Get()} {items.Get()} {items.Get()} {Threads.Current.Name}");
        using var process = Process.Create(static () => 4);
        process.Start();
        using var workers = new Pool(1);
        var (first, second) = Pipe.Create<int>();
        first.Send(6);
        using var manager = Manager.Start();
        var shared = manager.Queue<int>();
        shared.Put(7);
        using var memory = new SharedMemory(8);
        Console.WriteLine($"{process.Result} {workers.Apply(static (int x) => x + 1, 4)} {second.Receive()} {shared.Get()} {memory.Span.Length}");
        """;

    /// <summary>Binds arguments by name, which needs reflection, and names a thread after its target.</summary>
    public const string Trimmed =
        """
        using ConcurrencyAnalyzers.Runtime;

        var thread = WorkerThread.Create(Greet, ["x"], new Dictionary<string, object?> { ["age"] = 3 });
        thread.Start();
        thread.Join();
        Console.WriteLine($"{thread.Name}, {thread.Exception?.Message ?? "no exception"}, {Threads.Main.Name}");

        static void Greet(string name, int age, string town = "somewhere") => Console.WriteLine($"{name} {age} {town}");
        """;
}
