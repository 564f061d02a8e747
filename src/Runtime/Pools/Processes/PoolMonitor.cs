namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>Looks after a pool's running tasks now and then; sleeps while there are none.</summary>
internal sealed class PoolMonitor
{
    /// <summary>How long tasks may wait behind another one while a worker is idle.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private const int PeriodMilliseconds = 10;

    private readonly PoolCore _pool;
    private readonly Timer _timer;
    private int _isAwake;

    internal PoolMonitor(PoolCore pool)
    {
        _pool = pool;
        _timer = new Timer(static monitor => ((PoolMonitor)monitor!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    internal void Wake()
    {
        if (Volatile.Read(ref _isAwake) == 0 && Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            _timer.Change(PeriodMilliseconds, Timeout.Infinite);
        }
    }

    internal void Stop() => _timer.Dispose();

    private void Tick()
    {
        Volatile.Write(ref _isAwake, 0);
        if (_pool.Look())
        {
            try
            {
                Wake();
            }
            catch (ObjectDisposedException)
            {
                // The pool has ended.
            }
        }
    }
}
