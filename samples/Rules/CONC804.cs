namespace ConcurrencyAnalyzers.Samples.CONC804.Violation
{
    #region Violation
    internal sealed class Settings
    {
        private static readonly object s_gate = new();
        private static Settings? s_current;
        private static int s_made;

        private Settings()
        {
            Interlocked.Increment(ref s_made);
            for (var i = 0; i < 200_000_000; i++)
            {
                Key = (Key * 31) + i;
            }
        }

        public long Key { get; }

        public static int Made => Volatile.Read(ref s_made);

        public static Settings Current
        {
            get
            {
                if (s_current == null)
                {
                    lock (s_gate)
                    {
                        s_current = new Settings();
                    }
                }

                return s_current;
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC804.Fixed
{
    #region Fixed
    internal sealed class Settings
    {
        private static readonly object s_gate = new();
        private static Settings? s_current;
        private static int s_made;

        private Settings()
        {
            Interlocked.Increment(ref s_made);
            for (var i = 0; i < 200_000_000; i++)
            {
                Key = (Key * 31) + i;
            }
        }

        public long Key { get; }

        public static int Made => Volatile.Read(ref s_made);

        public static Settings Current
        {
            get
            {
                if (s_current == null)
                {
                    lock (s_gate)
                    {
                        if (s_current == null)
                        {
                            s_current = new Settings();
                        }
                    }
                }

                return s_current;
            }
        }
    }
    #endregion
}
