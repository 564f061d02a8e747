using System.Threading;

namespace ConcurrencyAnalyzers.Samples.CONC604.Violation
{
    #region Violation
    internal static class Relay
    {
        public static int Run()
        {
            var arrived = 0;
            using var meeting = new Barrier(5);
            var runners = new Thread[4];
            for (var i = 0; i < 4; i++)
            {
                runners[i] = new Thread(() =>
                {
                    Interlocked.Increment(ref arrived);
                    meeting.SignalAndWait();
                });
                runners[i].Start();
            }

            foreach (var runner in runners)
            {
                runner.Join();
            }

            return arrived;
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC604.Fixed
{
    #region Fixed
    internal static class Relay
    {
        public static int Run()
        {
            var arrived = 0;
            using var meeting = new Barrier(4);
            var runners = new Thread[4];
            for (var i = 0; i < 4; i++)
            {
                runners[i] = new Thread(() =>
                {
                    Interlocked.Increment(ref arrived);
                    meeting.SignalAndWait();
                });
                runners[i].Start();
            }

            foreach (var runner in runners)
            {
                runner.Join();
            }

            return arrived;
        }
    }
    #endregion
}
