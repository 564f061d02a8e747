using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC401.Violation
{
    #region Violation
    internal static class Squares
    {
        public static int[] Of(int[] numbers)
        {
            using var pool = new ProcessPool(4);
            var results = new List<PendingResult<int>>();
            foreach (var number in numbers)
            {
                results.Add(pool.ApplyAsync(Square, number));
            }

            pool.Join();
            return results.Select(result => result.Get()).ToArray();
        }

        private static int Square(int number) => number * number;
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC401.Fixed
{
    #region Fixed
    internal static class Squares
    {
        public static int[] Of(int[] numbers)
        {
            using var pool = new ProcessPool(4);
            var results = new List<PendingResult<int>>();
            foreach (var number in numbers)
            {
                results.Add(pool.ApplyAsync(Square, number));
            }

            pool.Close();
            pool.Join();
            return results.Select(result => result.Get()).ToArray();
        }

        private static int Square(int number) => number * number;
    }
    #endregion
}
