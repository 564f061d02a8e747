namespace Notes;

/// <summary>
/// Note 2, a lock around a shared counter. The note forgets <c>global num</c>, so each thread would fail before it
/// releases; and nothing releases if the body throws. The scope does.
/// </summary>
internal static class CounterLock
{
    private static readonly NonReentrantLock s_lock = new();

    [GuardedBy(nameof(s_lock))]
    private static int s_num;

    internal static void Run()
    {
        List<WorkerThread> threads = [.. Enumerable.Range(0, 50).Select(_ => new WorkerThread(Work))];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        using (s_lock.Enter())
        {
            Console.WriteLine($"num = {s_num}");
        }
    }

    private static void Work()
    {
        using (s_lock.Enter())
        {
            s_num++;
        }
    }
}
