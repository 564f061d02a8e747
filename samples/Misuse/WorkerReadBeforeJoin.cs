using ConcurrencyAnalyzers.Runtime;

namespace Misuse;

/// <summary>A result is printed while the worker that computes it still runs.</summary>
internal static class WorkerReadBeforeJoin
{
    public static void Run()
    {
        var product = new int[1];
        var worker = WorkerThread.Create(Multiply, product, 6);
        worker.Start();
        Console.WriteLine($"worker read before join: {product[0]}");
    }

    private static void Multiply(int[] product, int limit)
    {
        Thread.Sleep(20);
        product[0] = 1;
        for (var number = 2; number <= limit; number++)
        {
            product[0] *= number;
        }
    }
}
