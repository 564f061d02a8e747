namespace ConcurrencyAnalyzers.Samples.CONC203.Violation
{
    #region Violation
    internal sealed class Inventory
    {
        private readonly object stockLock = new();
        private readonly object ordersLock = new();
        private int stock = 100;
        private int orders;

        public void Order()
        {
            lock (stockLock)
            {
                lock (ordersLock)
                {
                    stock--;
                    orders++;
                }
            }
        }

        public void Cancel()
        {
            lock (ordersLock)
            {
                lock (stockLock)
                {
                    orders--;
                    stock++;
                }
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC203.Fixed
{
    #region Fixed
    internal sealed class Inventory
    {
        private readonly object stockLock = new();
        private readonly object ordersLock = new();
        private int stock = 100;
        private int orders;

        public void Order()
        {
            lock (stockLock)
            {
                lock (ordersLock)
                {
                    stock--;
                    orders++;
                }
            }
        }

        public void Cancel()
        {
            lock (stockLock)
            {
                lock (ordersLock)
                {
                    orders--;
                    stock++;
                }
            }
        }
    }
    #endregion
}
