namespace ConcurrencyAnalyzers.Samples.CONC802.Violation
{
    #region Violation
    internal static class Counter
    {
        private const int Rounds = 2_000_000;

        private static int s_num;

        public static int Run()
        {
            var first = new Thread(Add);
            var second = new Thread(Add);
            first.Start();
            second.Start();
            first.Join();
            second.Join();
            return s_num;
        }

        private static void Add()
        {
            for (var i = 0; i < Rounds; i++)
            {
                s_num += 1;
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC802.Fixed
{
    #region Fixed
    internal static class Counter
    {
        private const int Rounds = 2_000_000;

        private static int s_num;

        public static int Run()
        {
            var first = new Thread(Add);
            var second = new Thread(Add);
            first.Start();
            second.Start();
            first.Join();
            second.Join();
            return s_num;
        }

        private static void Add()
        {
            for (var i = 0; i < Rounds; i++)
            {
                Interlocked.Add(ref s_num, 1);
            }
        }
    }
    #endregion
}
