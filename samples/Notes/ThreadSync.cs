namespace Notes;

/// <summary>
/// Note 3, "thread synchronisation" (a heading without a program): a condition passes the turn from thread to thread, a
/// barrier lets all end together, a delayed call comes last.
/// </summary>
internal static class ThreadSync
{
    private static readonly ConditionVariable s_turnChanged = new();
    private static int s_turn;

    internal static void Run()
    {
        var end = new CyclicBarrier(3, () => Console.WriteLine("all have had their turn"));
        List<WorkerThread> threads = [.. Enumerable.Range(0, 3).Select(number => WorkerThread.Create(TakeTurn, number, end))];

        // Started in the reverse order, they go in their own.
        threads.AsEnumerable().Reverse().ToList().ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var last = new DelayedCall(TimeSpan.FromMilliseconds(30), () => Console.WriteLine("and a call after 30 ms"));
        last.Start();
        last.Join();
    }

    private static void TakeTurn(int number, CyclicBarrier end)
    {
        using (s_turnChanged.Enter())
        {
            s_turnChanged.WaitFor(() => s_turn == number);
            Console.WriteLine($"thread {number}");
            s_turn++;
            s_turnChanged.NotifyAll();
        }

        end.Wait();
    }
}
