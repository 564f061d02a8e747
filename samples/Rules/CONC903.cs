namespace ConcurrencyAnalyzers.Samples.CONC903.Violation
{
    #region Violation
    internal static class Primes
    {
        public static int CountBelow(int bound)
        {
            var count = 0;
            var options = new ParallelOptions { MaxDegreeOfParallelism = 100 };
            Parallel.For(2, bound, options, number =>
            {
                if (IsPrime(number))
                {
                    Interlocked.Increment(ref count);
                }
            });
            return count;
        }

        private static bool IsPrime(int number)
        {
            for (var divisor = 2; divisor <= number / divisor; divisor++)
            {
                if (number % divisor == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC903.Fixed
{
    #region Fixed
    internal static class Primes
    {
        public static int CountBelow(int bound)
        {
            var count = 0;
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(2, bound, options, number =>
            {
                if (IsPrime(number))
                {
                    Interlocked.Increment(ref count);
                }
            });
            return count;
        }

        private static bool IsPrime(int number)
        {
            for (var divisor = 2; divisor <= number / divisor; divisor++)
            {
                if (number % divisor == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
    #endregion
}
