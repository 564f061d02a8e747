namespace Misuse;

/// <summary>A list of threads is started, but only the last one is waited for.</summary>
internal static class OnlyLastJoined
{
    public static void Run()
    {
        var lengths = new int[3];
        var threads = new List<Thread>
        {
            new(() => lengths[0] = Download("music")),
            new(() => lengths[1] = Download("game")),
            new(() => lengths[2] = Download("film")),
        };
        foreach (var thread in threads)
        {
            thread.Start();
        }

        threads[^1].Join();
        Console.WriteLine($"only last joined: {lengths[0] + lengths[1] + lengths[2]}");
    }

    private static int Download(string name)
    {
        Thread.Sleep(10);
        return name.Length;
    }
}
