namespace ConcurrencyAnalyzers.Samples.CONC209.Violation
{
    #region Violation
    internal sealed class Counter
    {
        private readonly SpinLock gate = new(enableThreadOwnerTracking: false);
        private int value;

        public void Increment()
        {
            var taken = false;
            try
            {
                gate.Enter(ref taken);
                value++;
            }
            finally
            {
                if (taken)
                {
                    gate.Exit();
                }
            }
        }

        public int Read() => Volatile.Read(ref value);
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC209.Fixed
{
    #region Fixed
    internal sealed class Counter
    {
        private SpinLock gate = new(enableThreadOwnerTracking: false);
        private int value;

        public void Increment()
        {
            var taken = false;
            try
            {
                gate.Enter(ref taken);
                value++;
            }
            finally
            {
                if (taken)
                {
                    gate.Exit();
                }
            }
        }

        public int Read() => Volatile.Read(ref value);
    }
    #endregion
}
