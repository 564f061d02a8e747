using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// An unbounded first-in first-out queue between threads and tasks, with less to it and faster than
/// <see cref="BlockingQueue{T}"/>: no bound, no <c>TaskDone</c>. Python's <c>queue.SimpleQueue</c>.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>All members are thread-safe. A get that need not wait allocates nothing, a put only when the storage grows.</remarks>
[DebuggerDisplay("SimpleQueue (items={Count})")]
public sealed class SimpleQueue<T>
{
    private readonly ChannelReader<T> _reader;
    private readonly ChannelWriter<T> _writer;

    /// <summary>Creates an empty queue.</summary>
    public SimpleQueue()
    {
        Channel<T> channel = Channel.CreateUnbounded<T>();
        _reader = channel.Reader;
        _writer = channel.Writer;
    }

    /// <summary>How many items are in the queue now. It may be out of date on return: use <c>TryGet</c> to decide.</summary>
    public int Count => _reader.Count;

    /// <summary>Whether the queue has no item now. It may be out of date on return.</summary>
    public bool IsEmpty => _reader.Count == 0;

    /// <summary>Puts an item in. There is always room.</summary>
    /// <param name="item">The item.</param>
    public void Put(T item) => _writer.TryWrite(item);

    /// <summary>Takes an item out, waiting for one as long as it takes.</summary>
    /// <returns>The item.</returns>
    public T Get() => _reader.TryRead(out T? item) ? item : GetSlowly(CancellationToken.None);

    /// <summary>Takes an item out, waiting for one until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; no item was taken.</exception>
    public T Get(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _reader.TryRead(out T? item) ? item : GetSlowly(cancellationToken);
    }

    /// <summary>The form of Python's <c>get(block, timeout)</c>.</summary>
    /// <param name="block">False: take an item only if there is one.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="block"/>.</param>
    /// <returns>The item.</returns>
    /// <exception cref="QueueEmptyException">There was no item in time.</exception>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public T Get(bool block, TimeSpan? timeout = null) =>
        TryGet(out T? item, Guard.Deadline(block, timeout), CancellationToken.None)
            ? item
            : throw new QueueEmptyException("The queue has had no item all the time; put one in, or wait longer.");

    /// <summary>Takes an item out if there is one.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryGet([MaybeNullWhen(false)] out T item) => _reader.TryRead(out item);

    /// <summary>Takes an item out, waiting for one for a time at most.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no item was taken.</exception>
    public bool TryGet([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        TryGet(out item, Deadline.After(timeout), cancellationToken);

    /// <summary>Takes an item out, waiting for one without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item; or the task is cancelled.</returns>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken = default) => _reader.ReadAsync(cancellationToken);

    /// <summary>Takes an item out, waiting for one for a time at most without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time, and the item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<(bool Success, T Item)> TryGetAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        TryGetAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Takes items out one after the other: <c>await foreach (var item in queue.ReadAllAsync(token))</c>.</summary>
    /// <param name="cancellationToken">The only end the enumeration has, besides leaving the loop.</param>
    /// <returns>The items, each taken when it is asked for.</returns>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default) => _reader.ReadAllAsync(cancellationToken);

    private T GetSlowly(CancellationToken cancellationToken)
    {
        TryGet(out T? item, Deadline.Never, cancellationToken);
        return item!;
    }

    private bool TryGet([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!_reader.TryRead(out item))
        {
            if (!WaitForItem(deadline, cancellationToken))
            {
                return _reader.TryRead(out item);
            }
        }

        return true;
    }

    private bool WaitForItem(Deadline deadline, CancellationToken cancellationToken)
    {
        var spinner = new SpinWait();
        while (!spinner.NextSpinWillYield)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            if (_reader.Count > 0)
            {
                return true;
            }
        }

        return !deadline.HasPassed && WaitForItemAsync(deadline, cancellationToken).AsTask().GetAwaiter().GetResult();
    }

    private async ValueTask<(bool Success, T Item)> TryGetAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        T? item;
        while (!_reader.TryRead(out item))
        {
            if (deadline.HasPassed || !await WaitForItemAsync(deadline, cancellationToken).ConfigureAwait(false))
            {
                return (_reader.TryRead(out item), item!);
            }
        }

        return (true, item);
    }

    private async ValueTask<bool> WaitForItemAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        int milliseconds = deadline.RemainingMilliseconds();
        if (milliseconds == Timeout.Infinite)
        {
            return await _reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(milliseconds);
        try
        {
            return await _reader.WaitToReadAsync(limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A wait of more than 24 days comes back early and is begun anew.
            return !deadline.HasPassed;
        }
    }
}
