namespace Misuse;

/// <summary>A list of threads is started, but only the last one is waited for.</summary>
internal static class OnlyLastJoined
{
    public static void Run()
    {
        var lengths = new int[3];
        var threads = new List<Thread>
        {
            new(() => lengths[0] = Download("symphony")),
            new(() => lengths[1] = Download("match")),
            new(() => lengths[2] = Download("ad")),
        };
        foreach (var thread in threads)
        {
            thread.Start();
        }

        threads[^1].Join();
        Console.WriteLine($"only last joined: {lengths.Sum()}");
    }

    /// <summary>Takes the longer the more there is, so the last one is the first to end.</summary>
    private static int Download(string name)
    {
        Thread.Sleep(20 * name.Length);
        return name.Length;
    }
}
