using ConcurrencyAnalyzers.Runtime;

namespace Misuse;

/// <summary>A method that holds a lock of the Runtime calls another one that takes the same lock.</summary>
internal static class NestedEnter
{
    private static readonly NonReentrantLock Gate = new();
    private static int number;

    public static void Run()
    {
        AddOne();
        AddTwo();
        Console.WriteLine($"nested enter: {number}");
    }

    private static void AddOne()
    {
        using (Gate.Enter())
        {
            number++;
        }
    }

    private static void AddTwo()
    {
        using (Gate.Enter())
        {
            number++;
            AddOne();
        }
    }
}
