namespace ConcurrencyAnalyzers.Samples.CONC210.Violation
{
    #region Violation
    internal sealed class Counter
    {
        private int value;

        public void Increment()
        {
            var gate = new object();
            lock (gate)
            {
                value++;
                Console.WriteLine(value);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC210.Fixed
{
    #region Fixed
    internal sealed class Counter
    {
        private readonly object gate = new();
        private int value;

        public void Increment()
        {
            lock (gate)
            {
                value++;
                Console.WriteLine(value);
            }
        }
    }
    #endregion
}
