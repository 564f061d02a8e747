using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC505.Violation
{
    #region Violation
    internal static class Primes
    {
        private static int s_found;

        public static int Below(int limit)
        {
            using var process = WorkerProcess.Create(Count, limit);
            process.Start();
            process.Join();
            return s_found;
        }

        private static void Count(int limit)
        {
            for (var n = 2; n < limit; n++)
            {
                s_found += IsPrime(n) ? 1 : 0;
            }
        }

        private static bool IsPrime(int n)
        {
            for (var d = 2; d * d <= n; d++)
            {
                if (n % d == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC505.Fixed
{
    #region Fixed
    internal static class Primes
    {
        public static int Below(int limit)
        {
            using var process = WorkerProcess.Create(Count, limit);
            process.Start();
            process.Join();
            return process.Result;
        }

        private static int Count(int limit)
        {
            var found = 0;
            for (var n = 2; n < limit; n++)
            {
                found += IsPrime(n) ? 1 : 0;
            }

            return found;
        }

        private static bool IsPrime(int n)
        {
            for (var d = 2; d * d <= n; d++)
            {
                if (n % d == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
    #endregion
}
