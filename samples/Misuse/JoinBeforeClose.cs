using ConcurrencyAnalyzers.Runtime;

namespace Misuse;

/// <summary>A pool that still accepts work is waited for; it throws, since that wait need not ever end.</summary>
internal static class JoinBeforeClose
{
    public static void Run()
    {
        using var pool = new ProcessPool(2);
        var results = new List<PendingResult<int>>();
        for (var number = 1; number <= 10; number++)
        {
            results.Add(pool.ApplyAsync(Square, number));
        }

        pool.Join();
        Console.WriteLine($"join before close: {results.Sum(result => result.Get())}");
    }

    private static int Square(int number) => number * number;
}
