namespace ConcurrencyAnalyzers.Samples.CONC208.Violation
{
    #region Violation
    internal sealed class Counter
    {
        private readonly object gate = new();
        private int count;

        public event EventHandler? Changed;

        public void Increment()
        {
            lock (gate)
            {
                count++;
                Changed?.Invoke(this, EventArgs.Empty);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC208.Fixed
{
    #region Fixed
    internal sealed class Counter
    {
        private readonly object gate = new();
        private int count;

        public event EventHandler? Changed;

        public void Increment()
        {
            EventHandler? changed;
            lock (gate)
            {
                count++;
                changed = Changed;
            }
            changed?.Invoke(this, EventArgs.Empty);
        }
    }
    #endregion
}
