namespace ConcurrencyAnalyzers.Samples.CONC103.Violation
{
    #region Violation
    internal sealed class Cache
    {
        private readonly ReaderWriterLockSlim gate = new();
        private readonly Dictionary<int, string> names = new();

        public string NameOf(int key)
        {
            gate.EnterReadLock();
            try
            {
                if (names.TryGetValue(key, out var name))
                {
                    return name;
                }

                gate.EnterWriteLock();
                try
                {
                    return names[key] = "No. " + key;
                }
                finally
                {
                    gate.ExitWriteLock();
                }
            }
            finally
            {
                gate.ExitReadLock();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC103.Fixed
{
    #region Fixed
    internal sealed class Cache
    {
        private readonly ReaderWriterLockSlim gate = new();
        private readonly Dictionary<int, string> names = new();

        public string NameOf(int key)
        {
            gate.EnterUpgradeableReadLock();
            try
            {
                if (names.TryGetValue(key, out var name))
                {
                    return name;
                }

                gate.EnterWriteLock();
                try
                {
                    return names[key] = "No. " + key;
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
    }
    #endregion
}
