namespace ConcurrencyAnalyzers.Samples.CONC302.Violation
{
    #region Violation
    internal static class Heartbeat
    {
        public static Thread Begin(Action beat)
        {
            var thread = new Thread(() => beat());
            thread.Start();
            thread.IsBackground = true;
            return thread;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC302.Fixed
{
    #region Fixed
    internal static class Heartbeat
    {
        public static Thread Begin(Action beat)
        {
            var thread = new Thread(() => beat());
            thread.IsBackground = true;
            thread.Start();
            return thread;
        }
    }
    #endregion
}
