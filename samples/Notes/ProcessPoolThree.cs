namespace Notes;

/// <summary>
/// Note 3, "a pool of processes": three at a time, eight in all. "Call close before join, or it fails": shown first, and it
/// does, with an exception instead of a wait that need not end.
/// </summary>
internal static class ProcessPoolThree
{
    internal static void Run()
    {
        using var pool = new ProcessPool(3);
        for (int i = 0; i < 8; i++)
        {
            pool.ApplyAsync(Work, $"HH {i}");
        }

        try
        {
            pool.Join();
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("join before close is refused");
        }

        pool.Close();
        pool.Join();
        try
        {
            pool.ApplyAsync(Work, "HH 8");
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("closed: no new work");
        }

        Console.WriteLine("done");
    }

    private static void Work(string message)
    {
        Console.WriteLine($"start {message}");
        Thread.Sleep(20);
        Console.WriteLine($"end {message}");
    }
}
