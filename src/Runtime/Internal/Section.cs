namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// A short critical section on an object's monitor that <see cref="Thread.Interrupt"/> cannot break off: half a release,
/// or a wake-up that is not passed on, would leave others waiting for ever. The interrupt is kept for the thread's next wait.
/// </summary>
internal readonly ref struct Section
{
    private readonly object _sync;
    private readonly bool _wasInterrupted;

    private Section(object sync, bool wasInterrupted)
    {
        _sync = sync;
        _wasInterrupted = wasInterrupted;
    }

    internal static Section Enter(object sync)
    {
        bool wasInterrupted = false;
        while (true)
        {
            try
            {
                Monitor.Enter(sync);
                return new Section(sync, wasInterrupted);
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }
    }

    public void Dispose()
    {
        Monitor.Exit(_sync);
        if (_wasInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }
}
