namespace ConcurrencyAnalyzers.Samples.CONC303.Violation
{
    #region Violation
    internal static class Total
    {
        public static int Of(int[] numbers)
        {
            var total = 0;
            using var done = new ManualResetEventSlim();
            var worker = new Thread(() =>
            {
                total = numbers.Sum();
                done.Set();
            });
            worker.IsBackground = true;

            done.Wait();
            return total;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC303.Fixed
{
    #region Fixed
    internal static class Total
    {
        public static int Of(int[] numbers)
        {
            var total = 0;
            using var done = new ManualResetEventSlim();
            var worker = new Thread(() =>
            {
                total = numbers.Sum();
                done.Set();
            });
            worker.IsBackground = true;
            worker.Start();

            done.Wait();
            return total;
        }
    }
    #endregion
}
