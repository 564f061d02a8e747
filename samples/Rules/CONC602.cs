using System.Threading;

namespace ConcurrencyAnalyzers.Samples.CONC602.Violation
{
    #region Violation
    internal sealed class Latch
    {
        private readonly object _gate = new();
        private bool _isOpen;

        public void Open()
        {
            lock (_gate)
            {
                _isOpen = true;
            }

            Monitor.PulseAll(_gate);
        }

        public void Pass()
        {
            lock (_gate)
            {
                while (!_isOpen)
                {
                    Monitor.Wait(_gate);
                }
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC602.Fixed
{
    #region Fixed
    internal sealed class Latch
    {
        private readonly object _gate = new();
        private bool _isOpen;

        public void Open()
        {
            lock (_gate)
            {
                _isOpen = true;
            }

            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        public void Pass()
        {
            lock (_gate)
            {
                while (!_isOpen)
                {
                    Monitor.Wait(_gate);
                }
            }
        }
    }
    #endregion
}
