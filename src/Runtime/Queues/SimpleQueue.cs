using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// An unbounded first-in first-out queue between threads and tasks, with less to it and faster than
/// <see cref="BlockingQueue{T}"/>: no bound, no <c>TaskDone</c>. Python's <c>queue.SimpleQueue</c>.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// All members are thread-safe. A get that need not wait allocates nothing, a put only when the storage grows. Timeouts,
/// cancellation and <see cref="Thread.Interrupt"/> end a wait without taking an item.
/// </remarks>
[DebuggerDisplay("SimpleQueue (items={Count})")]
public sealed class SimpleQueue<T>
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly WaiterList _waiters = new();

    // Guarded by the list's section: woken, but not back yet. Who arrives wakes the next, so one on the way is enough.
    private int _arriving;

    // True when somebody waits and nobody is on the way, so that a put must wake. Written in the section, read outside.
    private volatile bool _mustWake;

    /// <summary>How many items are in the queue now. It may be out of date on return: use <c>TryGet</c> to decide.</summary>
    public int Count => _items.Count;

    /// <summary>Whether the queue has no item now. It may be out of date on return.</summary>
    public bool IsEmpty => _items.IsEmpty;

    internal int WaiterCount => _waiters.CountNow();

    /// <summary>Puts an item in. There is always room.</summary>
    /// <param name="item">The item.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(T item)
    {
        _items.Enqueue(item);

        // The item must be seen before the flag is read: who waits sets the flag before looking for an item once more.
        Interlocked.MemoryBarrier();
        if (_mustWake)
        {
            Wake();
        }
    }

    /// <summary>Takes an item out, waiting for one as long as it takes.</summary>
    /// <returns>The item.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Get() => _items.TryDequeue(out T? item) ? item : GetSlowly(CancellationToken.None);

    /// <summary>Takes an item out, waiting for one until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; no item was taken.</exception>
    public T Get(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _items.TryDequeue(out T? item) ? item : GetSlowly(cancellationToken);
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
    public bool TryGet([MaybeNullWhen(false)] out T item) => _items.TryDequeue(out item);

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
    public ValueTask<T> GetAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<(bool Success, T Item)> got = TryGetAsync(Deadline.Never, cancellationToken);
        return got.IsCompletedSuccessfully ? new ValueTask<T>(got.Result.Item) : Later(got);

        static async ValueTask<T> Later(ValueTask<(bool Success, T Item)> got) => (await got.ConfigureAwait(false)).Item;
    }

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
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return await GetAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private T GetSlowly(CancellationToken cancellationToken)
    {
        TryGet(out T? item, Deadline.Never, cancellationToken);
        return item!;
    }

    private bool TryGet([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _items.TryDequeue(out item)
            || (!deadline.HasPassed && (TrySpin(out item) || TryGetParked(out item, deadline, cancellationToken)));
    }

    private bool TrySpin([MaybeNullWhen(false)] out T item)
    {
        var spinner = new SpinWait();
        while (!spinner.NextSpinWillYield)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            if (_items.TryDequeue(out item))
            {
                return true;
            }
        }

        item = default;
        return false;
    }

    private bool TryGetParked([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancellationToken)
    {
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            bool hasArrived = false;
            while (!TryGetOrStandInLine(out item, waiter, hasArrived, IsOver(deadline, cancellationToken), out bool isQueued))
            {
                if (!isQueued)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return false;
                }

                if (!waiter.Park(_waiters, deadline, cancellationToken))
                {
                    item = default;
                    return false;
                }

                hasArrived = true;
                waiter.Reset();
            }

            return true;
        }
        finally
        {
            waiter.Return();
        }
    }

    private ValueTask<(bool Success, T Item)> TryGetAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<(bool, T)>(cancellationToken);
        }

        if (_items.TryDequeue(out T? item))
        {
            return new ValueTask<(bool, T)>((true, item));
        }

        return deadline.HasPassed ? new ValueTask<(bool, T)>((false, default!)) : TryGetLaterAsync(deadline, cancellationToken);
    }

    private async ValueTask<(bool Success, T Item)> TryGetLaterAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        bool hasArrived = false;
        while (true)
        {
            var waiter = new TaskWaiter(_waiters);
            if (TryGetOrStandInLine(out T? item, waiter, hasArrived, IsOver(deadline, cancellationToken), out bool isQueued))
            {
                return (true, item);
            }

            if (!isQueued)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return (false, default!);
            }

            if (!await waiter.WaitAsync(deadline, cancellationToken).ConfigureAwait(false))
            {
                return (false, default!);
            }

            hasArrived = true;
        }
    }

    private static bool IsOver(Deadline deadline, CancellationToken cancellationToken) =>
        deadline.HasPassed || cancellationToken.IsCancellationRequested;

    /// <summary>One attempt; without an item the waiter stands in line, unless its time is over.</summary>
    private bool TryGetOrStandInLine(
        [MaybeNullWhen(false)] out T item, Waiter waiter, bool hasArrived, bool isOver, out bool isQueued)
    {
        using (_waiters.Enter())
        {
            _arriving -= hasArrived ? 1 : 0;
            bool isTaken = _items.TryDequeue(out item);
            isQueued = !isTaken && !isOver;
            if (isQueued && hasArrived)
            {
                _waiters.AddFirst(waiter);
            }
            else if (isQueued)
            {
                _waiters.AddLast(waiter);
            }

            Settle();
            return isTaken;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake()
    {
        using (_waiters.Enter())
        {
            Settle();
        }
    }

    /// <summary>
    /// Wakes the first waiter if there is an item, or sees to it that the next put does. In the list's section. Afterwards:
    /// if somebody waits, then a put must wake or somebody is on the way.
    /// </summary>
    private void Settle()
    {
        if (_waiters.Count == 0 || _arriving > 0)
        {
            _mustWake = false;
            return;
        }

        _mustWake = true;
        Interlocked.MemoryBarrier();
        if (!_items.IsEmpty)
        {
            _mustWake = false;
            _arriving++;
            _waiters.SignalFirst();
        }
    }
}
