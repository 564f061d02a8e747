using System.Collections.Concurrent;

namespace ConcurrencyAnalyzers.Samples.CONC310.Violation
{
    #region Violation
    internal static class Kitchen
    {
        public static void Cook(BlockingCollection<string> orders)
        {
            var cook = new Thread(Work);
            Work();
            orders.Add("soup");
            orders.CompleteAdding();

            void Work()
            {
                foreach (var order in orders.GetConsumingEnumerable())
                {
                    Console.WriteLine(order);
                }
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC310.Fixed
{
    #region Fixed
    internal static class Kitchen
    {
        public static void Cook(BlockingCollection<string> orders)
        {
            var cook = new Thread(Work);
            cook.Start();
            orders.Add("soup");
            orders.CompleteAdding();

            void Work()
            {
                foreach (var order in orders.GetConsumingEnumerable())
                {
                    Console.WriteLine(order);
                }
            }
        }
    }
    #endregion
}
