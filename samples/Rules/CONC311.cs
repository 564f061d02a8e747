namespace ConcurrencyAnalyzers.Samples.CONC311.Violation
{
    #region Violation
    internal static class Backup
    {
        public static void Run(Action copy)
        {
            var worker = new Thread(() => copy());
            worker.Start();
            while (worker.IsAlive)
            {
                Thread.Sleep(100);
            }

            Console.WriteLine("copied");
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC311.Fixed
{
    #region Fixed
    internal static class Backup
    {
        public static void Run(Action copy)
        {
            var worker = new Thread(() => copy());
            worker.Start();
            worker.Join();

            Console.WriteLine("copied");
        }
    }
    #endregion
}
