namespace ConcurrencyAnalyzers.Samples.CONC206.Violation
{
    #region Violation
    internal sealed class Ticker
    {
        private readonly object gate = new();
        private readonly Thread thread;
        private bool isStopped;
        private int ticks;

        public Ticker()
        {
            thread = new Thread(Run);
            thread.Start();
        }

        public void Stop()
        {
            lock (gate)
            {
                isStopped = true;
                thread.Join();
            }
        }

        private void Run()
        {
            while (true)
            {
                lock (gate)
                {
                    if (isStopped)
                    {
                        return;
                    }

                    ticks++;
                }
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC206.Fixed
{
    #region Fixed
    internal sealed class Ticker
    {
        private readonly object gate = new();
        private readonly Thread thread;
        private bool isStopped;
        private int ticks;

        public Ticker()
        {
            thread = new Thread(Run);
            thread.Start();
        }

        public void Stop()
        {
            lock (gate)
            {
                isStopped = true;
            }
            thread.Join();
        }

        private void Run()
        {
            while (true)
            {
                lock (gate)
                {
                    if (isStopped)
                    {
                        return;
                    }

                    ticks++;
                }
            }
        }
    }
    #endregion
}
