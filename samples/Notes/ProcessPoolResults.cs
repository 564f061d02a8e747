namespace Notes;

/// <summary>Note 1, "use a pool and care for the results": they are printed in the order of the calls, whoever was done first.</summary>
internal static class ProcessPoolResults
{
    internal static void Run()
    {
        using var pool = new ProcessPool(4);
        var results = new List<PendingResult<string>>();
        for (int i = 0; i < 10; i++)
        {
            results.Add(pool.ApplyAsync(Work, $"hello {i}"));
        }

        pool.Close();
        pool.Join();
        foreach (PendingResult<string> result in results)
        {
            Console.WriteLine(result.Get());
        }

        Console.WriteLine("Sub-process(es) done.");
    }

    private static string Work(string message)
    {
        Thread.Sleep(10);
        return "done " + message;
    }
}
