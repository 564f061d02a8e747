namespace ConcurrencyAnalyzers.Samples.CONC802.Violation
{
    #region Violation
    internal static class Counter
    {
        private const int Rounds = 200;

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
                s_num += Weigh();
            }
        }

        private static int Weigh()
        {
            Thread.Sleep(1);
            return 1;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC802.Fixed
{
    #region Fixed
    internal static class Counter
    {
        private const int Rounds = 200;

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
                Interlocked.Add(ref s_num, Weigh());
            }
        }

        private static int Weigh()
        {
            Thread.Sleep(1);
            return 1;
        }
    }
    #endregion
}
