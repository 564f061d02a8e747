namespace ConcurrencyAnalyzers.Samples.CONC901.Violation
{
    #region Violation
    internal static class Sums
    {
        public static long[] OfDivisors(int[] numbers)
        {
            var sums = new long[numbers.Length];
            var threads = new List<Thread>();
            for (var i = 0; i < numbers.Length; i++)
            {
                var index = i;
                var thread = new Thread(() => sums[index] = SumOfDivisors(numbers[index]));
                threads.Add(thread);
                thread.Start();
            }

            foreach (var thread in threads)
            {
                thread.Join();
            }

            return sums;
        }

        private static long SumOfDivisors(int number)
        {
            var sum = 0L;
            for (var divisor = 1; divisor <= number; divisor++)
            {
                sum += number % divisor == 0 ? divisor : 0;
            }

            return sum;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC901.Fixed
{
    #region Fixed
    internal static class Sums
    {
        public static long[] OfDivisors(int[] numbers)
        {
            var sums = new long[numbers.Length];
            Parallel.For(0, numbers.Length, i =>
            {
                var index = i;
                sums[index] = SumOfDivisors(numbers[index]);
            });

            return sums;
        }

        private static long SumOfDivisors(int number)
        {
            var sum = 0L;
            for (var divisor = 1; divisor <= number; divisor++)
            {
                sum += number % divisor == 0 ? divisor : 0;
            }

            return sum;
        }
    }
    #endregion
}
