using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC402.Violation
{
    #region Violation
    internal static class Squares
    {
        public static int[] Of(int[] numbers, int last)
        {
            using var pool = new ProcessPool(2);
            var results = new List<PendingResult<int>>();
            foreach (var number in numbers)
            {
                results.Add(pool.ApplyAsync(Square, number));
            }

            pool.Close();
            results.Add(pool.ApplyAsync(Square, last));
            return results.Select(result => result.Get()).ToArray();
        }

        private static int Square(int number) => number * number;
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC402.Fixed
{
    #region Fixed
    internal static class Squares
    {
        public static int[] Of(int[] numbers, int last)
        {
            using var pool = new ProcessPool(2);
            var results = new List<PendingResult<int>>();
            foreach (var number in numbers)
            {
                results.Add(pool.ApplyAsync(Square, number));
            }

            results.Add(pool.ApplyAsync(Square, last));
            pool.Close();
            return results.Select(result => result.Get()).ToArray();
        }

        private static int Square(int number) => number * number;
    }
    #endregion
}
