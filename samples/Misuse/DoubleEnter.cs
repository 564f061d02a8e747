using ConcurrencyAnalyzers.Runtime;

namespace Misuse;

/// <summary>The same with a lock of the Runtime and its scopes: the inner one waits for the outer one for ever.</summary>
internal static class DoubleEnter
{
    private static readonly NonReentrantLock Gate = new();
    private static int number;

    public static void Run()
    {
        using (Gate.Enter())
        {
            number++;
            using (Gate.Enter())
            {
                number++;
            }
        }

        Console.WriteLine($"double enter: {number}");
    }
}
