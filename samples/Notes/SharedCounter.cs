namespace Notes;

/// <summary>
/// Note 3, two threads that add 200000 each. The note takes the lock of <c>multiprocessing</c> between threads: that
/// works, but it is the one between processes and slower. The number a thread prints at its end is whatever the two have
/// reached by then; only the last is certain.
/// </summary>
internal static class SharedCounter
{
    private const int Rounds = 200_000;

    private static readonly NonReentrantLock s_lock = new();

    [GuardedBy(nameof(s_lock))]
    private static int s_num;

    internal static void Run()
    {
        WorkerThread first = WorkerThread.Create(Add, "t1");
        WorkerThread second = WorkerThread.Create(Add, "t2");
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        using (s_lock.Enter())
        {
            Console.WriteLine($"total {s_num}");
        }
    }

    private static void Add(string name)
    {
        for (int i = 0; i < Rounds; i++)
        {
            using (s_lock.Enter())
            {
                s_num++;
            }
        }

        using (s_lock.Enter())
        {
            Console.WriteLine($"{name} at least {(s_num >= Rounds ? Rounds : s_num)}");
        }
    }
}
