namespace ConcurrencyAnalyzers.Samples.CONC805.Violation
{
    #region Violation
    internal sealed class Heartbeat
    {
        private int _beats;

        public int Beats => Volatile.Read(ref _beats);

        public void Start()
        {
            var timer = new Timer(Beat, null, 0, 20);
        }

        private void Beat(object? state) => Interlocked.Increment(ref _beats);
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC805.Fixed
{
    #region Fixed
    internal sealed class Heartbeat
    {
        private Timer? _timer;
        private int _beats;

        public int Beats => Volatile.Read(ref _beats);

        public void Start()
        {
            _timer = new Timer(Beat, null, 0, 20);
        }

        private void Beat(object? state) => Interlocked.Increment(ref _beats);
    }
    #endregion
}
