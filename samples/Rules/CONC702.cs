using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Samples.CONC702.Violation
{
    #region Violation
    internal sealed class Letters
    {
        public List<string> Stamped { get; } = [];

        public void Stamp(IEnumerable<string> letters)
        {
            var tray = new BlockingCollection<string>();
            var clerk = new Thread(() =>
            {
                foreach (var letter in tray.GetConsumingEnumerable())
                {
                    Stamped.Add(letter + "*");
                }
            });
            clerk.Start();
            foreach (var letter in letters)
            {
                tray.Add(letter);
            }

            clerk.Join();
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC702.Fixed
{
    #region Fixed
    internal sealed class Letters
    {
        public List<string> Stamped { get; } = [];

        public void Stamp(IEnumerable<string> letters)
        {
            var tray = new BlockingCollection<string>();
            var clerk = new Thread(() =>
            {
                foreach (var letter in tray.GetConsumingEnumerable())
                {
                    Stamped.Add(letter + "*");
                }
            });
            clerk.Start();
            foreach (var letter in letters)
            {
                tray.Add(letter);
            }

            tray.CompleteAdding();
            clerk.Join();
        }
    }
    #endregion
}
