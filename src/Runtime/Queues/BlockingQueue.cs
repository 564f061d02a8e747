using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A first-in first-out queue between threads and tasks: taking waits for an item, putting waits for room, and
/// <see cref="Join()"/> waits until everything taken was also done. Python's <c>queue.Queue</c>.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <para>All members are thread-safe. A put or get that need not wait takes one short lock and allocates nothing, except
/// when the storage grows.</para>
/// <para>Timeouts, cancellation and <see cref="Thread.Interrupt"/> end a wait with the queue as before: nothing was put or
/// taken. Waiters are woken in the order they came, but a thread that comes by may be faster.</para>
/// <para>Where neither a bound nor <see cref="TaskDone"/> is needed, <see cref="SimpleQueue{T}"/> is faster.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public partial class BlockingQueue<T>
{
    private readonly Queue<T> _items = new();
    private readonly WaiterList _getters = new();
    private readonly WaiterList _putters = new();
    private readonly WaiterList _joiners = new();

    // Guards everything below, and who enters the lists above.
    private PermitGate _gate = new(1);
    private volatile int _count;
    private int _maxSize;
    private long _unfinished;
    private volatile bool _isClosed;

    // Woken, but not back under the lock yet. While somebody is on the way nobody else is woken: who arrives wakes the next.
    private int _arrivingGetters;
    private int _arrivingPutters;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="maxSize">How many items fit in; 0 or less: any number.</param>
    public BlockingQueue(int maxSize = 0) => _maxSize = maxSize;

    /// <summary>How many items fit in; 0 or less: any number. May be changed: a queue that is above a new bound is full until it has shrunk.</summary>
    public int MaxSize
    {
        get => Volatile.Read(ref _maxSize);
        set
        {
            Lock();
            _maxSize = value;
            Unlock();
        }
    }

    /// <summary>How many items are in the queue now. It may be out of date on return: use the Try forms to decide.</summary>
    public int Count => _count;

    /// <summary>Whether the queue has no item now. It may be out of date on return.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Whether the queue has no room now. It may be out of date on return.</summary>
    public bool IsFull => !HasRoom;

    /// <summary>Whether <see cref="Close"/> was called.</summary>
    public bool IsClosed => _isClosed;

    internal int GetterCount => _getters.CountNow();

    internal int PutterCount => _putters.CountNow();

    internal int JoinerCount => _joiners.CountNow();

    private bool HasRoom => Volatile.Read(ref _maxSize) is var bound && (bound <= 0 || _count < bound);

    /// <summary>Puts an item in, waiting for room as long as it takes.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    public void Put(T item) => Put(item, Deadline.Never, CancellationToken.None);

    /// <summary>Puts an item in, waiting for room until the token is cancelled at most.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the item is not in the queue.</exception>
    public void Put(T item, CancellationToken cancellationToken) => Put(item, Deadline.Never, cancellationToken);

    /// <summary>The form of Python's <c>put(item, block, timeout)</c>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="block">False: put only if there is room.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="block"/>.</param>
    /// <exception cref="QueueFullException">There was no room in time.</exception>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public void Put(T item, bool block, TimeSpan? timeout = null)
    {
        if (!Put(item, Guard.Deadline(block, timeout), CancellationToken.None))
        {
            throw new QueueFullException($"The queue has had its {MaxSize} items all the time; take some out, or wait longer.");
        }
    }

    /// <summary>Puts an item in if there is room, or if there is within a time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the item is in the queue; false when there was no room in time.</returns>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the item is not in the queue.</exception>
    public bool TryPut(T item, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Put(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Puts an item in, waiting for room without blocking the thread.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the item is in, is cancelled, or fails with <see cref="QueueClosedException"/>.</returns>
    public ValueTask PutAsync(T item, CancellationToken cancellationToken = default)
    {
        ValueTask<bool> put = PutAsync(item, Deadline.Never, cancellationToken);
        return put.IsCompletedSuccessfully ? default : new ValueTask(put.AsTask());
    }

    /// <summary>Puts an item in, waiting for room for a time at most without blocking the thread.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the item is in the queue; false when there was no room in time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<bool> TryPutAsync(T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        PutAsync(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Takes an item out, waiting for one as long as it takes.</summary>
    /// <returns>The item.</returns>
    /// <exception cref="QueueClosedException">The queue is closed and has nothing left.</exception>
    public T Get()
    {
        Get(out T? item, Deadline.Never, CancellationToken.None);
        return item!;
    }

    /// <summary>Takes an item out, waiting for one until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item.</returns>
    /// <exception cref="QueueClosedException">The queue is closed and has nothing left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no item was taken.</exception>
    public T Get(CancellationToken cancellationToken)
    {
        Get(out T? item, Deadline.Never, cancellationToken);
        return item!;
    }

    /// <summary>The form of Python's <c>get(block, timeout)</c>.</summary>
    /// <param name="block">False: take an item only if there is one.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="block"/>.</param>
    /// <returns>The item.</returns>
    /// <exception cref="QueueEmptyException">There was no item in time.</exception>
    /// <exception cref="QueueClosedException">The queue is closed and has nothing left.</exception>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public T Get(bool block, TimeSpan? timeout = null) =>
        Get(out T? item, Guard.Deadline(block, timeout), CancellationToken.None)
            ? item
            : throw new QueueEmptyException("The queue has had no item all the time; put one in, or wait longer.");

    /// <summary>Takes an item out if there is one.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="QueueClosedException">The queue is closed and has nothing left: asking again is of no use.</exception>
    public bool TryGet([MaybeNullWhen(false)] out T item) =>
        Get(out item, Deadline.Passed, CancellationToken.None);

    /// <summary>Takes an item out, waiting for one for a time at most.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time.</returns>
    /// <exception cref="QueueClosedException">The queue is closed and has nothing left: asking again is of no use.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no item was taken.</exception>
    public bool TryGet(
        [MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Get(out item, Deadline.After(timeout), cancellationToken);

    /// <summary>Takes an item out, waiting for one without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item; or the task is cancelled, or fails with <see cref="QueueClosedException"/>.</returns>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<(bool Success, T Item)> got = GetAsync(Deadline.Never, cancellationToken);
        return got.IsCompletedSuccessfully ? new ValueTask<T>(got.Result.Item) : Later(got);

        static async ValueTask<T> Later(ValueTask<(bool Success, T Item)> got) => (await got.ConfigureAwait(false)).Item;
    }

    /// <summary>Takes an item out, waiting for one for a time at most without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time, and the item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<(bool Success, T Item)> TryGetAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        GetAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Takes items out until the queue is closed and empty: <c>await foreach (var item in queue.ReadAllAsync())</c>.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The items, each taken when it is asked for.</returns>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            T item;
            try
            {
                item = await GetAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (QueueClosedException)
            {
                yield break;
            }

            yield return item;
        }
    }

    /// <summary>Says that an item that was taken out is done. Call it once for every item, best in a <c>finally</c>.</summary>
    /// <exception cref="InvalidOperationException">It was called more often than items were put in.</exception>
    public void TaskDone()
    {
        Lock();
        try
        {
            if (_unfinished == 0)
            {
                throw new InvalidOperationException("TaskDone was called more often than items were put in; call it once per item taken.");
            }

            FinishOne();
        }
        finally
        {
            Unlock();
        }
    }

    /// <summary>Waits until every item that was put in was taken out and reported by <see cref="TaskDone"/>.</summary>
    public void Join() => Join(Deadline.Never, CancellationToken.None);

    /// <summary>Waits until every item is done or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Join(CancellationToken cancellationToken) => Join(Deadline.Never, cancellationToken);

    /// <summary>Waits until every item is done, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every item is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Join(Deadline.After(timeout), cancellationToken);

    /// <summary>Waits until every item is done without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes once every item is done, or is cancelled.</returns>
    public Task JoinAsync(CancellationToken cancellationToken = default) => JoinAsync(Deadline.Never, cancellationToken);

    /// <summary>Waits until every item is done, for a time at most, without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every item is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        JoinAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>
    /// Closes the queue: from now on nothing can be put, and when nothing is left nothing can be got. Whoever waits for that
    /// gets a <see cref="QueueClosedException"/>. Python's <c>Queue.shutdown</c>.
    /// </summary>
    /// <param name="immediate">True: what is in the queue is dropped and counts as done.</param>
    public void Close(bool immediate = false)
    {
        Lock();
        try
        {
            // Before a subclass's OnGet has a chance to throw. The woken come in once the lock is free.
            _isClosed = true;
            WakeAll(_getters, ref _arrivingGetters);
            WakeAll(_putters, ref _arrivingPutters);
            while (immediate && _count > 0)
            {
                OnGet();
                _count--;
                if (_unfinished > 0)
                {
                    FinishOne();
                }
            }
        }
        finally
        {
            Unlock();
        }
    }

    /// <summary>The number of items, and the bound if there is one.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() =>
        $"{GetType().Name.Split('`')[0]} (items={_count}{(MaxSize > 0 ? $"/{MaxSize}" : "")}{(_isClosed ? ", closed" : "")})";

    /// <summary>
    /// Stores an item. Override it together with <see cref="OnGet"/> for another order. Called with the queue's lock held: do
    /// not use the queue in it. If it throws, the item counts as not put.
    /// </summary>
    /// <param name="item">The item.</param>
    protected virtual void OnPut(T item) => _items.Enqueue(item);

    /// <summary>
    /// Takes a stored item. Called with the queue's lock held and only if there is one. If it throws, the item counts as
    /// still there.
    /// </summary>
    /// <returns>The item.</returns>
    protected virtual T OnGet() => _items.Dequeue();
}
