namespace ConcurrencyAnalyzers.Samples.CONC106.Violation
{
    #region Violation
    internal sealed class Journal
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int entries;

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            try
            {
                await gate.WaitAsync(cancellationToken);
                entries++;
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC106.Fixed
{
    #region Fixed
    internal sealed class Journal
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int entries;

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                entries++;
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}
