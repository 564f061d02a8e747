namespace Corpus.Valid;

/// <summary>The legal nestings of a reader-writer lock.</summary>
public sealed class ReaderWriterCache<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly ReaderWriterLockSlim gate = new(LockRecursionPolicy.NoRecursion);
    private readonly Dictionary<TKey, TValue> values = [];

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> create)
    {
        gate.EnterReadLock();
        try
        {
            if (values.TryGetValue(key, out var found))
            {
                return found;
            }
        }
        finally
        {
            gate.ExitReadLock();
        }

        gate.EnterUpgradeableReadLock();
        try
        {
            if (values.TryGetValue(key, out var found))
            {
                return found;
            }

            gate.EnterWriteLock();
            try
            {
                return values[key] = create(key);
            }
            finally
            {
                gate.ExitWriteLock();
            }
        }
        finally
        {
            gate.ExitUpgradeableReadLock();
        }
    }

    public bool TryClear()
    {
        if (!gate.TryEnterWriteLock(TimeSpan.FromSeconds(1)))
        {
            return false;
        }

        try
        {
            values.Clear();
            return true;
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    public void Dispose() => gate.Dispose();
}
