using System;
using System.Collections.Concurrent;

namespace ConcurrencyAnalyzers.Samples.CONC701.Violation
{
    #region Violation
    internal sealed class Seats
    {
        private readonly ConcurrentDictionary<string, string> _taken = new();

        public void Reserve(string seat, Func<string> askName)
        {
            if (!_taken.ContainsKey(seat))
            {
                _taken[seat] = askName();
            }
        }

        public string HolderOf(string seat) => _taken[seat];
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC701.Fixed
{
    #region Fixed
    internal sealed class Seats
    {
        private readonly ConcurrentDictionary<string, string> _taken = new();

        public void Reserve(string seat, Func<string> askName)
        {
            if (!_taken.ContainsKey(seat))
            {
                _taken.TryAdd(seat, askName());
            }
        }

        public string HolderOf(string seat) => _taken[seat];
    }
    #endregion
}
