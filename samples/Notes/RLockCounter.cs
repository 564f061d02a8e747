namespace Notes;

/// <summary>
/// Note 5, ten threads that count and print under a lock. The note sleeps and prints while it holds the lock, so the
/// threads run one after the other; that is what it wants to show, and it is kept, shortened.
/// </summary>
internal static class RLockCounter
{
    private static readonly ReentrantLock s_lock = new();

    [GuardedBy(nameof(s_lock))]
    private static int s_num;

    internal static void Run()
    {
        for (int i = 0; i < 10; i++)
        {
            new WorkerThread(Count).Start();
        }
    }

    private static void Count()
    {
        using (s_lock.Enter())
        {
            s_num++;
            Thread.Sleep(10);
            Console.WriteLine(s_num);
        }
    }
}
