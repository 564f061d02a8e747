namespace ConcurrencyAnalyzers.Runtime.Pools;

/// <summary>Puts the chunks of a map together. All of them are waited for, also after a failure, as in Python.</summary>
internal sealed class MapCollector<TResult>(
    int items, int chunks, PendingResult<TResult[]> pending, Action<TResult[]>? callback, Action<Exception>? onError)
{
    private readonly TResult[] _results = new TResult[items];
    private int _left = chunks;
    private Exception? _failure;

    internal void Add(int start, ChunkResult<TResult> chunk)
    {
        chunk.Values.CopyTo(_results, start);
        if (chunk.Failure is not null)
        {
            Interlocked.CompareExchange(ref _failure, chunk.Failure, null);
        }

        if (Interlocked.Decrement(ref _left) > 0)
        {
            return;
        }

        if (_failure is { } failure)
        {
            Settle.Fail(pending, failure, onError);
        }
        else
        {
            Settle.Succeed(pending, _results, callback);
        }
    }
}
