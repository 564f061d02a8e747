using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Samples.CONC403.Violation
{
    #region Violation
    internal static class Freight
    {
        public static int Weigh(string[] parcels, Func<string, int> weigh)
        {
            var total = 0;
            Parallel.ForEach(parcels, parcel =>
            {
                total += weigh(parcel);
            });
            return total;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC403.Fixed
{
    #region Fixed
    internal static class Freight
    {
        public static int Weigh(string[] parcels, Func<string, int> weigh)
        {
            var total = 0;
            Parallel.ForEach(parcels, parcel =>
            {
                Interlocked.Add(ref total, weigh(parcel));
            });
            return total;
        }
    }
    #endregion
}
