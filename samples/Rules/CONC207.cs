namespace ConcurrencyAnalyzers.Samples.CONC207.Violation
{
    #region Violation
    internal sealed class Throttle
    {
        private readonly object gate = new();
        private int used;

        public void Enter(int delay)
        {
            lock (gate)
            {
                used++;
                Thread.Sleep(delay);
            }
        }

        public int Used
        {
            get
            {
                lock (gate)
                {
                    return used;
                }
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC207.Fixed
{
    #region Fixed
    internal sealed class Throttle
    {
        private readonly object gate = new();
        private int used;

        public void Enter(int delay)
        {
            lock (gate)
            {
                used++;
            }
            Thread.Sleep(delay);
        }

        public int Used
        {
            get
            {
                lock (gate)
                {
                    return used;
                }
            }
        }
    }
    #endregion
}
