namespace Misuse;

/// <summary>Fifty threads compute on a machine that has far fewer processors.</summary>
internal static class FiftyThreads
{
    private const int Range = 1000;

    public static void Run()
    {
        var counts = new int[50];
        var threads = new Thread[50];
        for (var i = 0; i < threads.Length; i++)
        {
            var index = i;
            threads[i] = new Thread(() => counts[index] = CountPrimes(index * Range, (index + 1) * Range));
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($"fifty threads: {counts.Sum()} primes below {counts.Length * Range}");
    }

    private static int CountPrimes(int from, int to)
    {
        var count = 0;
        for (var number = from; number < to; number++)
        {
            count += IsPrime(number) ? 1 : 0;
        }

        return count;
    }

    private static bool IsPrime(int number)
    {
        for (var divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return number > 1;
    }
}
