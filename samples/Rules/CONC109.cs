namespace ConcurrencyAnalyzers.Samples.CONC109.Violation
{
    #region Violation
    internal sealed class Journal(StreamWriter file)
    {
        private readonly object gate = new();

        public async Task WriteAsync(string line)
        {
            Monitor.Enter(gate);
            try
            {
                await file.WriteLineAsync(line);
            }
            finally
            {
                Monitor.Exit(gate);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC109.Fixed
{
    #region Fixed
    internal sealed class Journal(StreamWriter file)
    {
        private readonly SemaphoreSlim gate = new(1, 1);

        public async Task WriteAsync(string line)
        {
            await gate.WaitAsync();
            try
            {
                await file.WriteLineAsync(line);
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}
