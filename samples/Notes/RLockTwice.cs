namespace Notes;

/// <summary>Note 5, a re-entrant lock acquired twice and released twice.</summary>
internal static class RLockTwice
{
    internal static void Run()
    {
        var gate = new ReentrantLock();
        using (gate.Enter())
        {
            Console.WriteLine("here...1");
            using (gate.Enter())
            {
                Console.WriteLine($"here...2, count {gate.RecursionCount}");
            }

            Console.WriteLine($"here...3, count {gate.RecursionCount}");
        }

        Console.WriteLine($"here...4, count {gate.RecursionCount}");
    }
}
