namespace Notes;

/// <summary>Note 1, "use a pool": ten messages, four processes. Nobody asks for results; a failure would go unnoticed.</summary>
internal static class ProcessPoolHello
{
    internal static void Run()
    {
        using var pool = new ProcessPool(4);
        for (int i = 0; i < 10; i++)
        {
            pool.ApplyAsync(Say, $"hello {i}");
        }

        pool.Close();
        pool.Join();
        Console.WriteLine("Sub-process(es) done.");
    }

    private static void Say(string message)
    {
        for (int i = 0; i < 3; i++)
        {
            Console.WriteLine(message);
            Thread.Sleep(5);
        }
    }
}
