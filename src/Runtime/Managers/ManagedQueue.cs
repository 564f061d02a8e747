using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A queue that processes share, made by a <see cref="SharedManager"/>. Python's <c>manager.Queue()</c> and
/// <c>manager.JoinableQueue()</c>. A <see cref="ProcessQueue{T}"/> may be passed to pools as well and needs no manager.
/// </summary>
/// <typeparam name="T">The type of the items; serialisable.</typeparam>
/// <remarks>It behaves as <see cref="ProcessQueue{T}"/>, lives in the manager's process and ends with the manager. All members are thread-safe.</remarks>
public sealed class ManagedQueue<T> : IWireSerializable<ManagedQueue<T>>
{
    private readonly ProcessQueue<T> _queue;

    internal ManagedQueue(ProcessQueue<T> queue) => _queue = queue;

    /// <summary>How many items fit in; 0 or less: any number.</summary>
    public int MaxSize => _queue.MaxSize;

    /// <summary>How many items are in the queue now. It may be out of date on return: use the Try forms to decide.</summary>
    public int Count => _queue.Count;

    /// <summary>Whether the queue has no item now. It may be out of date on return.</summary>
    public bool IsEmpty => _queue.IsEmpty;

    /// <summary>Whether the queue has no room now. It may be out of date on return.</summary>
    public bool IsFull => _queue.IsFull;

    /// <summary>Puts an item in, waiting for room as long as it takes.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="NotSerializableException">The item cannot cross; the queue is unchanged.</exception>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    /// <exception cref="ObjectDisposedException">The queue was disposed, here or by its owner.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Put(T item) =>
        _queue.Put(item);

    /// <summary>Puts an item in, waiting for room until the token is cancelled at most.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <inheritdoc cref="Put(T)" path="/exception"/>
    /// <exception cref="OperationCanceledException">The token was cancelled; the item is not in the queue.</exception>
    public void Put(T item, CancellationToken cancellationToken) =>
        _queue.Put(item, cancellationToken);

    /// <summary>The form of Python's <c>put(item, block, timeout)</c>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="block">False: put only if there is room.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="block"/>.</param>
    /// <inheritdoc cref="Put(T)" path="/exception"/>
    /// <exception cref="QueueFullException">There was no room in time.</exception>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public void Put(T item, bool block, TimeSpan? timeout = null) =>
        _queue.Put(item, block, timeout);

    /// <summary>Puts an item in if there is room, or if there is within a time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the item is in the queue; false when there was no room in time.</returns>
    /// <inheritdoc cref="Put(T, CancellationToken)" path="/exception"/>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool TryPut(T item, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _queue.TryPut(item, timeout, cancellationToken);

    /// <summary>Puts an item in, waiting for room without blocking the thread.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the item is in, is cancelled, or fails as <see cref="Put(T)"/> does.</returns>
    public ValueTask PutAsync(T item, CancellationToken cancellationToken = default) =>
        _queue.PutAsync(item, cancellationToken);

    /// <summary>Puts an item in, waiting for room for a time at most without blocking the thread.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the item is in the queue; false when there was no room in time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<bool> TryPutAsync(T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _queue.TryPutAsync(item, timeout, cancellationToken);

    /// <summary>Takes an item out, waiting for one as long as it takes.</summary>
    /// <returns>The item.</returns>
    /// <exception cref="QueueClosedException">The queue is closed and has nothing left.</exception>
    /// <exception cref="ObjectDisposedException">The queue was disposed, here or by its owner.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public T Get() =>
        _queue.Get();

    /// <summary>Takes an item out, waiting for one until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item.</returns>
    /// <inheritdoc cref="Get()" path="/exception"/>
    /// <exception cref="OperationCanceledException">The token was cancelled; no item was taken.</exception>
    public T Get(CancellationToken cancellationToken) =>
        _queue.Get(cancellationToken);

    /// <summary>The form of Python's <c>get(block, timeout)</c>.</summary>
    /// <param name="block">False: take an item only if there is one.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="block"/>.</param>
    /// <returns>The item.</returns>
    /// <inheritdoc cref="Get()" path="/exception"/>
    /// <exception cref="QueueEmptyException">There was no item in time.</exception>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public T Get(bool block, TimeSpan? timeout = null) =>
        _queue.Get(block, timeout);

    /// <summary>Takes an item out if there is one.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <returns>Whether there was one.</returns>
    /// <inheritdoc cref="Get()" path="/exception"/>
    public bool TryGet([MaybeNullWhen(false)] out T item) =>
        _queue.TryGet(out item);

    /// <summary>Takes an item out, waiting for one for a time at most.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time.</returns>
    /// <inheritdoc cref="Get(CancellationToken)" path="/exception"/>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool TryGet([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _queue.TryGet(out item, timeout, cancellationToken);

    /// <summary>Takes an item out, waiting for one without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too. An item is never lost by that.</param>
    /// <returns>The item; or the task is cancelled, or fails as <see cref="Get()"/> does.</returns>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken = default) =>
        _queue.GetAsync(cancellationToken);

    /// <summary>Takes an item out, waiting for one for a time at most without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too. An item is never lost by that.</param>
    /// <returns>Whether there was one in time, and the item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<(bool Success, T Item)> TryGetAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _queue.TryGetAsync(timeout, cancellationToken);

    /// <summary>Takes items out until the queue is closed and empty: <c>await foreach (var item in queue.ReadAllAsync())</c>.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The items, each taken when it is asked for.</returns>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default) =>
        _queue.ReadAllAsync(cancellationToken);

    /// <summary>Says that an item that was taken out is done. Call it once for every item, best in a <c>finally</c>.</summary>
    /// <exception cref="InvalidOperationException">It was called more often than items were put in.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void TaskDone() =>
        _queue.TaskDone();

    /// <summary>Waits until every item that was put in was taken out and reported by <see cref="TaskDone"/>.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Join() =>
        _queue.Join();

    /// <summary>Waits until every item is done or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Join(CancellationToken cancellationToken) =>
        _queue.Join(cancellationToken);

    /// <summary>Waits until every item is done, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every item is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _queue.Join(timeout, cancellationToken);

    /// <summary>Waits until every item is done without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes once every item is done, is cancelled, or fails with <see cref="OwnerExitedException"/>.</returns>
    public Task JoinAsync(CancellationToken cancellationToken = default) =>
        _queue.JoinAsync(cancellationToken);

    /// <summary>Waits until every item is done, for a time at most, without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every item is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _queue.JoinAsync(timeout, cancellationToken);

    /// <summary>
    /// Closes the queue for all processes: from now on nothing can be put, and when nothing is left nothing can be got.
    /// Whoever waits for that gets a <see cref="QueueClosedException"/>. An item that another process had sent before it
    /// heard of this still gets in, unless everything is dropped.
    /// </summary>
    /// <param name="immediate">True: what is in the queue is dropped and counts as done.</param>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Close(bool immediate = false) =>
        _queue.Close(immediate);

    /// <inheritdoc/>
    void IWireSerializable<ManagedQueue<T>>.WriteTo(WireWriter writer) => ((IWireSerializable<ProcessQueue<T>>)_queue).WriteTo(writer);

    /// <inheritdoc/>
    static ManagedQueue<T> IWireSerializable<ManagedQueue<T>>.ReadFrom(WireReader reader) => new(ProcessQueue<T>.Receive(reader));
}
