namespace Misuse;

/// <summary>A method that holds a lock calls another one that takes the same lock.</summary>
internal static class NestedAcquire
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static int number;

    public static void Run()
    {
        AddOne();
        AddTwo();
        Console.WriteLine($"nested acquire: {number}");
    }

    private static void AddOne()
    {
        Gate.Wait();
        try
        {
            number++;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static void AddTwo()
    {
        Gate.Wait();
        try
        {
            number++;
            AddOne();
        }
        finally
        {
            Gate.Release();
        }
    }
}
