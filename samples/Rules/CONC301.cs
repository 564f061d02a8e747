namespace ConcurrencyAnalyzers.Samples.CONC301.Violation
{
    #region Violation
    internal static class Report
    {
        public static void Print(string[] texts)
        {
            var lengths = new int[texts.Length];
            var threads = new List<Thread>();
            for (var i = 0; i < texts.Length; i++)
            {
                var index = i;
                var thread = new Thread(() => lengths[index] = texts[index].Trim().Length);
                threads.Add(thread);
                thread.Start();
            }

            Console.WriteLine(lengths.Sum());
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC301.Fixed
{
    #region Fixed
    internal static class Report
    {
        public static void Print(string[] texts)
        {
            var lengths = new int[texts.Length];
            var threads = new List<Thread>();
            for (var i = 0; i < texts.Length; i++)
            {
                var index = i;
                var thread = new Thread(() => lengths[index] = texts[index].Trim().Length);
                threads.Add(thread);
                thread.Start();
            }

            foreach (var thread in threads)
            {
                thread.Join();
            }

            Console.WriteLine(lengths.Sum());
        }
    }
    #endregion
}
