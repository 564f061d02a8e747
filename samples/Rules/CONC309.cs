namespace ConcurrencyAnalyzers.Samples.CONC309.Violation
{
    #region Violation
    internal static class Mirrors
    {
        public static void Refresh(string[] addresses, Action<string> copy)
        {
            Thread? thread = null;
            foreach (var address in addresses)
            {
                thread = new Thread(() => copy(address));
                thread.Start();
            }

            thread!.Join();
            Console.WriteLine("all copied");
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC309.Fixed
{
    #region Fixed
    internal static class Mirrors
    {
        public static void Refresh(string[] addresses, Action<string> copy)
        {
            Thread? thread = null;
            var threads = new List<Thread>();
            foreach (var address in addresses)
            {
                thread = new Thread(() => copy(address));
                thread.Start();
                threads.Add(thread);
            }

            foreach (var started in threads)
            {
                started.Join();
            }
            Console.WriteLine("all copied");
        }
    }
    #endregion
}
