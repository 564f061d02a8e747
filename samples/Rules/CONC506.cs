using System.Threading;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC506.Violation
{
    #region Violation
    internal static class Watch
    {
        public static string While(string work)
        {
            using var process = WorkerProcess.Create(Beat);
            process.Start();
            process.Join();
            return work + " done";
        }

        private static void Beat()
        {
            while (true)
            {
                Thread.Sleep(100);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC506.Fixed
{
    #region Fixed
    internal static class Watch
    {
        public static string While(string work)
        {
            using var process = WorkerProcess.Create(Beat);
            process.Start();
            process.Terminate();
            process.Join();
            return work + " done";
        }

        private static void Beat()
        {
            while (true)
            {
                Thread.Sleep(100);
            }
        }
    }
    #endregion
}
