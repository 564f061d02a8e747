namespace ConcurrencyAnalyzers.Samples.CONC110.Violation
{
    #region Violation
    internal sealed class Counter
    {
        private readonly SemaphoreSlim gate = new(1);
        private int value;

        public void Increment()
        {
            gate.Wait();
            try
            {
                value++;
                Console.WriteLine(value);
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC110.Fixed
{
    #region Fixed
    internal sealed class Counter
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private int value;

        public void Increment()
        {
            gate.Wait();
            try
            {
                value++;
                Console.WriteLine(value);
            }
            finally
            {
                gate.Release();
            }
        }
    }
    #endregion
}
