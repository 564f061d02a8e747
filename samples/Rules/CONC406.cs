using System;
using System.Collections.Generic;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC406.Violation
{
    #region Violation
    internal static class Orders
    {
        public static void Check(int[] amounts)
        {
            using var pool = new ProcessPool(2);
            foreach (var amount in amounts)
            {
                pool.ApplyAsync(Check, amount);
            }
        }

        private static int Check(int amount) => amount >= 0 ? amount : throw new ArgumentOutOfRangeException(nameof(amount));
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC406.Fixed
{
    #region Fixed
    internal static class Orders
    {
        public static void Check(int[] amounts)
        {
            using var pool = new ProcessPool(2);
            var results = new List<PendingResult<int>>();
            foreach (var amount in amounts)
            {
                results.Add(pool.ApplyAsync(Check, amount));
            }

            foreach (var result in results)
            {
                result.Get();
            }
        }

        private static int Check(int amount) => amount >= 0 ? amount : throw new ArgumentOutOfRangeException(nameof(amount));
    }
    #endregion
}
