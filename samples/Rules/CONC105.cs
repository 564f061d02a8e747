namespace ConcurrencyAnalyzers.Samples.CONC105.Violation
{
    #region Violation
    internal sealed class Settings
    {
        private readonly ReaderWriterLockSlim gate = new();
        private int limit;

        public void SetLimit(string text)
        {
            gate.EnterWriteLock();
            limit = int.Parse(text);
            gate.ExitWriteLock();
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC105.Fixed
{
    #region Fixed
    internal sealed class Settings
    {
        private readonly ReaderWriterLockSlim gate = new();
        private int limit;

        public void SetLimit(string text)
        {
            gate.EnterWriteLock();
            try
            {
                limit = int.Parse(text);
            }
            finally
            {
                gate.ExitWriteLock();
            }
        }
    }
    #endregion
}
