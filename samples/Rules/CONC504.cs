using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC504.Violation
{
    #region Violation
    internal static class Numbers
    {
        public static int Sum()
        {
            using var queue = new ProcessQueue<int>(maxSize: 3);
            using var process = WorkerProcess.Create(Count, queue);
            process.Start();
            var sum = 0;
            process.Join();
            for (var i = 0; i < 10; i++)
            {
                sum += queue.Get();
            }

            return sum;
        }

        private static void Count(ProcessQueue<int> queue)
        {
            for (var i = 1; i <= 10; i++)
            {
                queue.Put(i);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC504.Fixed
{
    #region Fixed
    internal static class Numbers
    {
        public static int Sum()
        {
            using var queue = new ProcessQueue<int>(maxSize: 3);
            using var process = WorkerProcess.Create(Count, queue);
            process.Start();
            var sum = 0;
            for (var i = 0; i < 10; i++)
            {
                sum += queue.Get();
            }
            process.Join();

            return sum;
        }

        private static void Count(ProcessQueue<int> queue)
        {
            for (var i = 1; i <= 10; i++)
            {
                queue.Put(i);
            }
        }
    }
    #endregion
}
