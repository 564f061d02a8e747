using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Samples.CONC601.Violation
{
    #region Violation
    internal sealed class Mailbox
    {
        private readonly Queue<string> _letters = new();

        public void Put(string letter)
        {
            lock (_letters)
            {
                _letters.Enqueue(letter);
                Monitor.PulseAll(_letters);
            }
        }

        public string Take()
        {
            lock (_letters)
            {
                if (_letters.Count == 0)
                {
                    Monitor.Wait(_letters);
                }

                return _letters.Dequeue();
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC601.Fixed
{
    #region Fixed
    internal sealed class Mailbox
    {
        private readonly Queue<string> _letters = new();

        public void Put(string letter)
        {
            lock (_letters)
            {
                _letters.Enqueue(letter);
                Monitor.PulseAll(_letters);
            }
        }

        public string Take()
        {
            lock (_letters)
            {
                while (_letters.Count == 0)
                {
                    Monitor.Wait(_letters);
                }

                return _letters.Dequeue();
            }
        }
    }
    #endregion
}
