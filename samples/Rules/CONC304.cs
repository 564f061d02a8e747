namespace ConcurrencyAnalyzers.Samples.CONC304.Violation
{
    #region Violation
    internal static class Chimes
    {
        public static void Ring(int times)
        {
            var bell = new Thread(() => Console.WriteLine("ding"));
            for (var i = 0; i < times; i++)
            {
                bell.Start();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC304.Fixed
{
    #region Fixed
    internal static class Chimes
    {
        public static void Ring(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var bell = new Thread(() => Console.WriteLine("ding"));
                bell.Start();
            }
        }
    }
    #endregion
}
