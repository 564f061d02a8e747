namespace ConcurrencyAnalyzers.Samples.CONC107.Violation
{
    #region Violation
    internal sealed class Counter
    {
        private readonly ReaderWriterLockSlim gate = new();
        private int count;

        public void Add(int number)
        {
            gate.EnterWriteLock();
            try
            {
                count += number;
            }
            finally
            {
                gate.ExitReadLock();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC107.Fixed
{
    #region Fixed
    internal sealed class Counter
    {
        private readonly ReaderWriterLockSlim gate = new();
        private int count;

        public void Add(int number)
        {
            gate.EnterWriteLock();
            try
            {
                count += number;
            }
            finally
            {
                gate.ExitWriteLock();
            }
        }
    }
    #endregion
}
