using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Samples.CONC603.Violation
{
    #region Violation
    internal sealed class Total
    {
        private readonly CountdownEvent _counted = new(2);
        private int _sum;

        public int Of(string left, string right)
        {
            Task.Run(() => Add(left));
            Task.Run(() => Add(right));
            _counted.Wait();
            return _sum;
        }

        private void Add(string number)
        {
            var value = int.Parse(number);
            Interlocked.Add(ref _sum, value);
            _counted.Signal();
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC603.Fixed
{
    #region Fixed
    internal sealed class Total
    {
        private readonly CountdownEvent _counted = new(2);
        private int _sum;

        public int Of(string left, string right)
        {
            Task.Run(() => Add(left));
            Task.Run(() => Add(right));
            _counted.Wait();
            return _sum;
        }

        private void Add(string number)
        {
            try
            {
                var value = int.Parse(number);
                Interlocked.Add(ref _sum, value);
            }
            finally
            {
                _counted.Signal();
            }
        }
    }
    #endregion
}
