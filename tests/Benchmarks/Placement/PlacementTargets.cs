namespace Benchmarks.Placement;

/// <summary>The work itself; static, for other processes run it, too.</summary>
internal static class PlacementTargets
{
    internal static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    internal static long Long(int seed) => Mix(seed, 4_000_000);

    internal static long Short(int seed) => Mix(seed, 4_000);

    internal static long Sum(long[] numbers)
    {
        long sum = 0;
        foreach (long number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    /// <summary>Stands for a call over the network: nothing is computed.</summary>
    internal static long Call(int seed)
    {
        Thread.Sleep(Wait);
        return seed;
    }

    internal static async Task<long> CallAsync(int seed)
    {
        await Task.Delay(Wait);
        return seed;
    }

    /// <summary>Each step needs the one before, so that no compiler makes it shorter.</summary>
    private static long Mix(int seed, int steps)
    {
        ulong value = (ulong)seed;
        for (int i = 0; i < steps; i++)
        {
            value = (value * 6364136223846793005) + 1442695040888963407;
            value ^= value >> 33;
        }

        return (long)(value >> 32);
    }
}
