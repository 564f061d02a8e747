using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>
/// The results of an <c>IMap</c>, chunk by chunk, in the order of the items or of their completion. A thread of its own reads
/// the source, a bounded distance ahead of the workers, so neither a slow source nor an endless one stops the caller.
/// </summary>
internal sealed class ResultStream<TItem, TResult> : IEnumerable<TResult>
{
    /// <summary>Chunks with the workers for each process.</summary>
    private const int AheadPerProcess = 32;

    /// <summary>Chunks done and not read, beyond which the source waits while the pool is open.</summary>
    private const int MaxUnread = 4096;

    private readonly PoolCore _pool;
    private readonly MapTarget<TItem> _target;
    private readonly IEnumerable<TItem> _source;
    private readonly int _chunkSize;
    private readonly bool _isOrdered;
    private readonly object _gate = new();
    private readonly Dictionary<long, ChunkResult<TResult>> _done = [];
    private readonly Queue<long> _arrived = new();
    private long _submitted;
    private long _completed;
    private long _read;
    private bool _isAbandoned;
    private bool _isEnded;
    private Exception? _sourceFailure;
    private int _isEnumerated;

    internal ResultStream(PoolCore pool, MapTarget<TItem> target, IEnumerable<TItem> source, int chunkSize, bool isOrdered)
    {
        _pool = pool;
        _target = target;
        _source = source;
        _chunkSize = chunkSize;
        _isOrdered = isOrdered;
        pool.AddFeeder();
        new Thread(Feed) { IsBackground = true, Name = "ProcessPool.IMap source" }.Start();
    }

    public IEnumerator<TResult> GetEnumerator() => Interlocked.Exchange(ref _isEnumerated, 1) == 0
        ? Enumerate()
        : throw new InvalidOperationException("The results of IMap can be read once; keep them in a list to read them again.");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<TResult> Enumerate()
    {
        try
        {
            while (Next() is { } chunk)
            {
                foreach (TResult value in chunk.Values)
                {
                    yield return value;
                }

                if (chunk.Failure is { } failure)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
                }
            }
        }
        finally
        {
            Abandon();
        }
    }

    private ChunkResult<TResult>? Next()
    {
        lock (_gate)
        {
            long wanted;
            while (!TryNext(out wanted))
            {
                if (_isEnded && _read == _submitted)
                {
                    return _sourceFailure is null ? null : TakeSourceFailure();
                }

                Monitor.Wait(_gate);
            }

            _done.Remove(wanted, out ChunkResult<TResult> chunk);
            _read++;
            Monitor.PulseAll(_gate);
            return chunk;
        }
    }

    private bool TryNext(out long number)
    {
        if (!_isOrdered)
        {
            return _arrived.TryDequeue(out number);
        }

        number = _read;
        return _done.ContainsKey(number);
    }

    private ChunkResult<TResult>? TakeSourceFailure()
    {
        Exception failure = _sourceFailure!;
        _sourceFailure = null;
        return new ChunkResult<TResult>([], failure);
    }

    private void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            Monitor.PulseAll(_gate);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Who called IMap was warned there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Who called IMap was warned there.")]
    private void Feed()
    {
        try
        {
            // A chunk that the source did not fill before it failed is dropped, as in Python.
            foreach (TItem[] items in _source.Chunk(_chunkSize))
            {
                if (!WaitForRoom())
                {
                    break;
                }

                Submit(_target.Encode(items), items.Length);
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _sourceFailure = exception;
            }
        }
        finally
        {
            lock (_gate)
            {
                _isEnded = true;
                Monitor.PulseAll(_gate);
            }

            _pool.RemoveFeeder();
        }
    }

    private bool WaitForRoom()
    {
        lock (_gate)
        {
            while (!_isAbandoned && (_submitted - _completed >= AheadPerProcess * _pool.Processes || IsFarAhead()))
            {
                Monitor.Wait(_gate, IsFarAhead() ? 100 : Timeout.Infinite);
            }

            return !_isAbandoned;
        }
    }

    /// <summary>A pool that is closed does all it has, read or not, so that Join comes to an end.</summary>
    private bool IsFarAhead() => _completed - _read >= MaxUnread && _pool.IsOpen;

    private void Submit(byte[] payload, int count)
    {
        long number;
        lock (_gate)
        {
            number = _submitted++;
        }

        _pool.SubmitAccepted(new PoolChunk<TResult>(_target.Target, payload, count, chunk => Add(number, chunk)));
    }

    private void Add(long number, ChunkResult<TResult> chunk)
    {
        lock (_gate)
        {
            _done.Add(number, chunk);
            if (!_isOrdered)
            {
                _arrived.Enqueue(number);
            }

            _completed++;
            Monitor.PulseAll(_gate);
        }
    }
}
