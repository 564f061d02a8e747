namespace ConcurrencyAnalyzers.Samples.CONC104.Violation
{
    #region Violation
    internal sealed class Stock
    {
        private readonly object gate = new();
        private int count;

        public bool Take(int wanted)
        {
            Monitor.Enter(gate);
            if (wanted > count)
            {
                return false;
            }

            count -= wanted;
            Monitor.Exit(gate);
            return true;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC104.Fixed
{
    #region Fixed
    internal sealed class Stock
    {
        private readonly object gate = new();
        private int count;

        public bool Take(int wanted)
        {
            lock (gate)
            {
                if (wanted > count)
                {
                    return false;
                }

                count -= wanted;
            }
            return true;
        }
    }
    #endregion
}
