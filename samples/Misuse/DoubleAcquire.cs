namespace Misuse;

/// <summary>One method takes a lock twice. A re-entrant lock would count; this one waits for itself for ever.</summary>
internal static class DoubleAcquire
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static int number;

    public static void Run()
    {
        Gate.Wait();
        number++;
        Gate.Wait();
        number++;
        Gate.Release();
        Gate.Release();
        Console.WriteLine($"double acquire: {number}");
    }
}
