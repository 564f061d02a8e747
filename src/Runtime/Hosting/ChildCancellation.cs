namespace ConcurrencyAnalyzers.Runtime.Hosting;

/// <summary>
/// Which tasks of a worker have begun, were cancelled, or were taken back by the parent: decided under one lock, because the
/// main thread begins them while the lifeline's thread is told of the rest.
/// </summary>
internal sealed class ChildCancellation
{
    private readonly object _gate = new();
    private readonly Dictionary<long, CancellationTokenSource> _sources = [];
    private readonly HashSet<long> _cancelledEarly = [];
    private readonly HashSet<long> _revoked = [];
    private long _lastBegun;
    private long _lastFinished;

    /// <summary>Begins a task, unless the parent has taken it back.</summary>
    internal bool TryBegin(long sequence, out bool isCancelled)
    {
        lock (_gate)
        {
            isCancelled = _cancelledEarly.Contains(sequence);
            if (_revoked.Remove(sequence))
            {
                _cancelledEarly.Remove(sequence);
                return false;
            }

            _lastBegun = sequence;
            return true;
        }
    }

    /// <summary>Gives a task back to the parent, if it has not begun.</summary>
    internal bool TryRevoke(long sequence)
    {
        lock (_gate)
        {
            return sequence > _lastBegun && _revoked.Add(sequence);
        }
    }

    internal CancellationToken TokenOf(long sequence)
    {
        lock (_gate)
        {
            if (!_sources.TryGetValue(sequence, out CancellationTokenSource? source))
            {
                source = new CancellationTokenSource();
                _sources.Add(sequence, source);
                if (_cancelledEarly.Remove(sequence))
                {
                    source.Cancel();
                }
            }

            return source.Token;
        }
    }

    internal void Finished(long sequence)
    {
        lock (_gate)
        {
            _lastFinished = sequence;
            _sources.Remove(sequence);
            _cancelledEarly.Remove(sequence);
        }
    }

    internal void Cancel(long sequence)
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            if (!_sources.TryGetValue(sequence, out source))
            {
                // Not begun, or begun and its token not asked for yet: TokenOf finds it.
                if (sequence > _lastFinished)
                {
                    _cancelledEarly.Add(sequence);
                }

                return;
            }
        }

        // Outside of the lock: callbacks of the user run here.
        source.Cancel();
    }
}
