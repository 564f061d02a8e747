using System.Collections.Generic;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Samples.CONC703.Violation
{
    #region Violation
    internal sealed class Counter
    {
        private readonly BlockingQueue<string> _texts = new();

        public int Words { get; private set; }

        public void Count(IEnumerable<string> texts)
        {
            new WorkerThread(Work, daemon: true).Start();
            foreach (var text in texts)
            {
                _texts.Put(text);
            }

            _texts.Join();
        }

        private void Work()
        {
            while (true)
            {
                var text = _texts.Get();
                Words += text.Split(' ').Length;
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC703.Fixed
{
    #region Fixed
    internal sealed class Counter
    {
        private readonly BlockingQueue<string> _texts = new();

        public int Words { get; private set; }

        public void Count(IEnumerable<string> texts)
        {
            new WorkerThread(Work, daemon: true).Start();
            foreach (var text in texts)
            {
                _texts.Put(text);
            }

            _texts.Join();
        }

        private void Work()
        {
            while (true)
            {
                var text = _texts.Get();
                try
                {
                    Words += text.Split(' ').Length;
                }
                finally
                {
                    _texts.TaskDone();
                }
            }
        }
    }
    #endregion
}
