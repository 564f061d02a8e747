namespace Misuse;

/// <summary>A result is printed while the thread that computes it still runs.</summary>
internal static class ReadBeforeJoin
{
    public static void Run()
    {
        var sum = 0;
        var worker = new Thread(() => sum = SumUpTo(100));
        worker.Start();
        Console.WriteLine($"read before join: {sum}");
    }

    private static int SumUpTo(int limit)
    {
        Thread.Sleep(20);
        var sum = 0;
        for (var number = 1; number <= limit; number++)
        {
            sum += number;
        }

        return sum;
    }
}
