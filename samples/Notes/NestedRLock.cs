namespace Notes;

/// <summary>
/// Note 2, "RLock": three functions that call each other and each take the lock. With a plain lock the first nested acquire
/// waits for itself for ever; the note says so and names the cure, which is used here. It also waits by looking at the
/// number of threads in a loop, which keeps a processor busy: join instead.
/// </summary>
internal static class NestedRLock
{
    private static readonly ReentrantLock s_lock = new();

    [GuardedBy(nameof(s_lock))]
    private static int s_num;

    internal static void Run()
    {
        List<WorkerThread> threads = [.. Enumerable.Range(0, 5).Select(_ => new WorkerThread(Run3))];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        using (s_lock.Enter())
        {
            Console.WriteLine($"num = {s_num}, threads = {Threads.ActiveCount}");
        }
    }

    private static void Run1()
    {
        using (s_lock.Enter())
        {
            s_num++;
        }

        using (s_lock.Enter())
        {
            Run2();
        }
    }

    private static void Run2()
    {
        using (s_lock.Enter())
        {
            s_num++;
        }
    }

    private static void Run3()
    {
        using (s_lock.Enter())
        {
            Run1();
        }
    }
}
