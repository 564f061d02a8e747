namespace ConcurrencyAnalyzers.Samples.CONC201.Violation
{
    #region Violation
    public sealed class Counter
    {
        private int value;

        public void Increment()
        {
            lock (this)
            {
                value++;
            }
        }

        public int Read()
        {
            lock (this)
            {
                return value;
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC201.Fixed
{
    #region Fixed
    public sealed class Counter
    {
        private readonly Lock gate = new();
        private int value;

        public void Increment()
        {
            lock (gate)
            {
                value++;
            }
        }

        public int Read()
        {
            lock (gate)
            {
                return value;
            }
        }
    }
    #endregion
}
