namespace ConcurrencyAnalyzers.Samples.CONC306.Violation
{
    #region Violation
    internal static class Greetings
    {
        public static void Send(string[] names)
        {
            for (var i = 0; i < names.Length; i++)
            {
                var sender = new Thread(() => Console.WriteLine($"Hello {names[i]}"));
                sender.Start();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC306.Fixed
{
    #region Fixed
    internal static class Greetings
    {
        public static void Send(string[] names)
        {
            for (var i = 0; i < names.Length; i++)
            {
                var iCopy = i;
                var sender = new Thread(() => Console.WriteLine($"Hello {names[iCopy]}"));
                sender.Start();
            }
        }
    }
    #endregion
}
