namespace ConcurrencyAnalyzers.Samples.CONC202.Violation
{
    #region Violation
    internal sealed class Messages
    {
        private List<string> pending = [];

        public void Add(string message)
        {
            lock (pending)
            {
                pending.Add(message);
            }
        }

        public List<string> TakeAll()
        {
            lock (pending)
            {
                var taken = pending;
                pending = [];
                return taken;
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC202.Fixed
{
    #region Fixed
    internal sealed class Messages
    {
        private readonly Lock gate = new();
        private List<string> pending = [];

        public void Add(string message)
        {
            lock (gate)
            {
                pending.Add(message);
            }
        }

        public List<string> TakeAll()
        {
            lock (gate)
            {
                var taken = pending;
                pending = [];
                return taken;
            }
        }
    }
    #endregion
}
