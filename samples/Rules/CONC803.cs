namespace ConcurrencyAnalyzers.Samples.CONC803.Violation
{
    #region Violation
    internal sealed class Worker
    {
        private bool _stop;

        public long Run(int milliseconds)
        {
            var rounds = 0L;
            var thread = new Thread(() => rounds = Count());
            thread.Start();
            Thread.Sleep(milliseconds);
            _stop = true;
            thread.Join();
            return rounds;
        }

        private long Count()
        {
            var rounds = 0L;
            while (!_stop)
            {
                rounds++;
            }

            return rounds;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC803.Fixed
{
    #region Fixed
    internal sealed class Worker
    {
        private volatile bool _stop;

        public long Run(int milliseconds)
        {
            var rounds = 0L;
            var thread = new Thread(() => rounds = Count());
            thread.Start();
            Thread.Sleep(milliseconds);
            _stop = true;
            thread.Join();
            return rounds;
        }

        private long Count()
        {
            var rounds = 0L;
            while (!_stop)
            {
                rounds++;
            }

            return rounds;
        }
    }
    #endregion
}
