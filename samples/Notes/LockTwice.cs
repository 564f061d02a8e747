namespace Notes;

/// <summary>
/// Note 5, a lock acquired twice: the second acquire waits for itself for ever, as the note says. So that the program ends,
/// the second acquire has a time limit here; the right form is to acquire once, or a <see cref="ReentrantLock"/>.
/// </summary>
internal static class LockTwice
{
    internal static void Run()
    {
        var gate = new NonReentrantLock();
        using (gate.Enter())
        {
            Console.WriteLine("here...1");
            if (gate.TryEnter(TimeSpan.FromMilliseconds(100), out NonReentrantLock.Scope second))
            {
                Console.WriteLine("here...2, never reached");
                second.Dispose();
            }
            else
            {
                Console.WriteLine("the second acquire would deadlock");
            }
        }

        Console.WriteLine("here...end");
    }
}
