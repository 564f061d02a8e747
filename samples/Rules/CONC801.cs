namespace ConcurrencyAnalyzers.Samples.CONC801.Violation
{
    #region Violation
    internal sealed class Stock
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, int> _pieces = new();

        public void Add(string article, int count)
        {
            lock (_gate)
            {
                _pieces[article] = _pieces.TryGetValue(article, out var old) ? old + count : count;
            }
        }

        public bool TryTake(string article)
        {
            lock (_gate)
            {
                return _pieces.Remove(article);
            }
        }

        public void Clear() => _pieces.Clear();
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC801.Fixed
{
    #region Fixed
    internal sealed class Stock
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, int> _pieces = new();

        public void Add(string article, int count)
        {
            lock (_gate)
            {
                _pieces[article] = _pieces.TryGetValue(article, out var old) ? old + count : count;
            }
        }

        public bool TryTake(string article)
        {
            lock (_gate)
            {
                return _pieces.Remove(article);
            }
        }

        public void Clear()
        {
            lock (_gate)
            {
                _pieces.Clear();
            }
        }
    }
    #endregion
}
