namespace Corpus.Valid;

/// <summary>Locks of one type in a fixed order, locks that count, and locks of different instances.</summary>
public sealed class LockNestings(LockNestings next)
{
    private static int nextId;
    private readonly int id = Interlocked.Increment(ref nextId);
    private readonly Lock modern = new();
    private readonly Mutex mutex = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly LockNestings next = next;
    private int balance;

    public void ReentrantOnes()
    {
        lock (modern)
        {
            using (modern.EnterScope())
            {
                modern.Enter();
                balance++;
                modern.Exit();
            }
        }

        mutex.WaitOne();
        mutex.WaitOne();
        mutex.ReleaseMutex();
        mutex.ReleaseMutex();
    }

    public int Factorial(int n)
    {
        lock (modern)
        {
            return n <= 1 ? 1 : n * Factorial(n - 1);
        }
    }

    public static void Transfer(LockNestings from, LockNestings to, int amount)
    {
        var (first, second) = from.id < to.id ? (from, to) : (to, from);
        first.gate.Wait();
        try
        {
            second.gate.Wait();
            try
            {
                from.balance -= amount;
                to.balance += amount;
            }
            finally
            {
                second.gate.Release();
            }
        }
        finally
        {
            first.gate.Release();
        }
    }

    /// <summary>A chain of accounts is locked from its head to its end.</summary>
    public int BalanceWithNext(bool isLast)
    {
        gate.Wait();
        try
        {
            return isLast ? balance : balance + next.Balance();
        }
        finally
        {
            gate.Release();
        }
    }

    public int Balance()
    {
        gate.Wait();
        try
        {
            return balance;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The other method runs on a thread of its own, after this one has let go.</summary>
    public Task<int> Later()
    {
        gate.Wait();
        try
        {
            balance++;
            return Task.Run(Balance);
        }
        finally
        {
            gate.Release();
        }
    }
}
