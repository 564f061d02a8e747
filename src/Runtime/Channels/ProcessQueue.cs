using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Channels;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A first-in first-out queue between processes, their threads and tasks. Python's <c>multiprocessing.Queue</c> and
/// <c>JoinableQueue</c> in one.
/// </summary>
/// <typeparam name="T">The type of the items; it must be serialisable.</typeparam>
/// <remarks>
/// <para>The items lie in the process that created the queue, its owner. Pass the queue itself as an argument to a
/// <c>WorkerProcess</c>, to a function of a <c>ProcessPool</c>, or as an item of another queue: the other process connects to
/// the owner. It ends with its owner; then everything throws <see cref="OwnerExitedException"/>.</para>
/// <para>All members are thread-safe. The items of one thread come out in the order it put them in. Each item is serialised
/// when it is put, also in the owner, so what happens to the object afterwards changes nothing.</para>
/// <para>A process that ends or is killed in the middle of a put or get harms nobody: half an item is dropped, and an item
/// that had not arrived yet goes to the next consumer. No thread stays behind in a process that has put items, so it can be
/// joined before they are taken (in Python that deadlocks).</para>
/// <para>In other processes a put without a time limit into a queue without a bound is sent and not waited for; at most 256
/// are on their way. Timeouts are counted by the owner.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessQueue<T> : IWireSerializable<ProcessQueue<T>>, IDisposable
{
    private readonly HostedQueue? _hosted;
    private readonly RemoteMailbox? _remote;
    private readonly IMailbox _items;
    private readonly WireFormatter<T> _format;
    private volatile bool _isDisposed;

    /// <summary>Creates an empty queue that lives in this process.</summary>
    /// <param name="maxSize">How many items fit in; 0 or less: any number.</param>
    /// <exception cref="NotSerializableException">Items of the type cannot cross to another process.</exception>
    [RequiresUnreferencedCode(WireCodec.TrimMessage)]
    [RequiresDynamicCode(WireCodec.TrimMessage)]
    public ProcessQueue(int maxSize = 0)
        : this(new HostedQueue(maxSize))
    {
    }

    internal ProcessQueue(HostedQueue hosted)
    {
        _hosted = hosted;
        _items = hosted.Items;
        MaxSize = hosted.MaxSize;
        _format = Formatters.Of<T>();
    }

    internal ProcessQueue(ObjectAddress address, int maxSize)
    {
        _remote = new RemoteMailbox(address, isBounded: maxSize > 0);
        _items = _remote;
        MaxSize = maxSize;
        _format = Formatters.Of<T>();
    }

    /// <summary>How many items fit in; 0 or less: any number.</summary>
    public int MaxSize { get; }

    /// <summary>How many items are in the queue now. It may be out of date on return: use the Try forms to decide.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public int Count => Items.Count;

    /// <summary>Whether the queue has no item now. It may be out of date on return.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public bool IsEmpty => Items.Count == 0;

    /// <summary>Whether the queue has no room now. It may be out of date on return.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public bool IsFull => Items.IsFull;

    /// <summary>Null in other processes than the owner.</summary>
    internal HostedQueue? Hosted => _hosted;

    internal RemoteMailbox? Remote => _remote;

    private IMailbox Items
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _items;
        }
    }

    /// <summary>Puts an item in, waiting for room as long as it takes.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="NotSerializableException">The item cannot cross; the queue is unchanged.</exception>
    /// <exception cref="QueueClosedException">The queue is closed.</exception>
    /// <exception cref="ObjectDisposedException">The queue was disposed, here or by its owner.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Put(T item) => Put(item, Deadline.Never, CancellationToken.None);

    /// <summary>Puts an item in, waiting for room until the token is cancelled at most.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <inheritdoc cref="Put(T)" path="/exception"/>
    /// <exception cref="OperationCanceledException">The token was cancelled; the item is not in the queue.</exception>
    public void Put(T item, CancellationToken cancellationToken) => Put(item, Deadline.Never, cancellationToken);

    /// <summary>The form of Python's <c>put(item, block, timeout)</c>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="block">False: put only if there is room.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="block"/>.</param>
    /// <inheritdoc cref="Put(T)" path="/exception"/>
    /// <exception cref="QueueFullException">There was no room in time.</exception>
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
    /// <inheritdoc cref="Put(T, CancellationToken)" path="/exception"/>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool TryPut(T item, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Put(item, Deadline.After(timeout), cancellationToken);

    /// <summary>Puts an item in, waiting for room without blocking the thread.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the item is in, is cancelled, or fails as <see cref="Put(T)"/> does.</returns>
    public async ValueTask PutAsync(T item, CancellationToken cancellationToken = default) =>
        await TryPutAsync(item, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

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
    /// <exception cref="ObjectDisposedException">The queue was disposed, here or by its owner.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public T Get()
    {
        Get(out T? item, Deadline.Never, CancellationToken.None);
        return item!;
    }

    /// <summary>Takes an item out, waiting for one until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The item.</returns>
    /// <inheritdoc cref="Get()" path="/exception"/>
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
    /// <inheritdoc cref="Get()" path="/exception"/>
    /// <exception cref="QueueEmptyException">There was no item in time.</exception>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public T Get(bool block, TimeSpan? timeout = null) =>
        Get(out T? item, Guard.Deadline(block, timeout), CancellationToken.None)
            ? item
            : throw new QueueEmptyException("The queue has had no item all the time; put one in, or wait longer.");

    /// <summary>Takes an item out if there is one.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <returns>Whether there was one.</returns>
    /// <inheritdoc cref="Get()" path="/exception"/>
    public bool TryGet([MaybeNullWhen(false)] out T item) => Get(out item, Deadline.Passed, CancellationToken.None);

    /// <summary>Takes an item out, waiting for one for a time at most.</summary>
    /// <param name="item">The item, or <c>default</c>.</param>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether there was one in time.</returns>
    /// <inheritdoc cref="Get(CancellationToken)" path="/exception"/>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool TryGet([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Get(out item, Deadline.After(timeout), cancellationToken);

    /// <summary>Takes an item out, waiting for one without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too. An item is never lost by that.</param>
    /// <returns>The item; or the task is cancelled, or fails as <see cref="Get()"/> does.</returns>
    public async ValueTask<T> GetAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync(Deadline.Never, cancellationToken).ConfigureAwait(false)).Item;

    /// <summary>Takes an item out, waiting for one for a time at most without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too. An item is never lost by that.</param>
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
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void TaskDone()
    {
        ReplyStatus status = Items.FinishOne();
        if (status == ReplyStatus.Invalid)
        {
            throw new InvalidOperationException("TaskDone was called more often than items were put in; call it once per item taken.");
        }

        Outcome.Succeeded(status);
    }

    /// <summary>Waits until every item that was put in was taken out and reported by <see cref="TaskDone"/>.</summary>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Join() => Join(Deadline.Never, CancellationToken.None);

    /// <summary>Waits until every item is done or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Join(CancellationToken cancellationToken) => Join(Deadline.Never, cancellationToken);

    /// <summary>Waits until every item is done, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every item is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Join(Deadline.After(timeout), cancellationToken);

    /// <summary>Waits until every item is done without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes once every item is done, is cancelled, or fails with <see cref="OwnerExitedException"/>.</returns>
    public Task JoinAsync(CancellationToken cancellationToken = default) => JoinAsync(Deadline.Never, cancellationToken);

    /// <summary>Waits until every item is done, for a time at most, without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every item is done; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        JoinAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>
    /// Closes the queue for all processes: from now on nothing can be put, and when nothing is left nothing can be got.
    /// Whoever waits for that gets a <see cref="QueueClosedException"/>. An item that another process had sent before it
    /// heard of this still gets in, unless everything is dropped. Python's <c>close</c> concerns one process only; that is
    /// <see cref="Dispose"/> here.
    /// </summary>
    /// <param name="immediate">True: what is in the queue is dropped and counts as done.</param>
    /// <exception cref="OwnerExitedException">The owner has ended.</exception>
    public void Close(bool immediate = false) => Outcome.Succeeded(Items.CloseNow(immediate));

    /// <summary>
    /// Gives the queue up in this process: every use here throws <see cref="ObjectDisposedException"/>. In the owner it
    /// ends the queue for everybody.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        _hosted?.Dispose();
        _remote?.Release();
    }

    /// <summary>Where the queue lives, and its bound.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() =>
        $"{nameof(ProcessQueue<T>)} ({(_hosted is null ? "of another process" : $"items={_hosted.Items.Count}")}{(MaxSize > 0 ? $", bound={MaxSize}" : "")})";

    /// <inheritdoc/>
    void IWireSerializable<ProcessQueue<T>>.WriteTo(WireWriter writer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        (_remote?.Address ?? ObjectAddress.Of(_hosted!)).WriteTo(writer);
        writer.WriteInt32(MaxSize);
    }

    /// <inheritdoc/>
    static ProcessQueue<T> IWireSerializable<ProcessQueue<T>>.ReadFrom(WireReader reader) => Receive(reader);

    internal static ProcessQueue<T> Receive(WireReader reader)
    {
        ObjectAddress address = ObjectAddress.ReadFrom(reader);
        int maxSize = reader.ReadInt32();
        return address.FindHere() switch
        {
            null => new ProcessQueue<T>(address, maxSize),
            HostedQueue here => new ProcessQueue<T>(here),
            _ => throw new WireFormatException("The shared object is not a queue."),
        };
    }

    private bool Put(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        IMailbox items = Items;
        return Outcome.Succeeded(items.Put(_format.Encode(item), deadline, cancellationToken), "put into it");
    }

    private async ValueTask<bool> PutAsync(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        IMailbox items = Items;
        ReplyStatus status = await items.PutAsync(_format.Encode(item), deadline, cancellationToken).ConfigureAwait(false);
        return Outcome.Succeeded(status, "put into it");
    }

    private bool Get([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancellationToken)
    {
        bool isTaken = Outcome.Succeeded(Items.Get(out byte[]? payload, deadline, cancellationToken), "got from it");
        item = isTaken ? _format.Decode(payload) : default;
        return isTaken;
    }

    private async ValueTask<(bool Success, T Item)> GetAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        (ReplyStatus status, byte[]? payload) = await Items.GetAsync(deadline, cancellationToken).ConfigureAwait(false);
        bool isTaken = Outcome.Succeeded(status, "got from it");
        return (isTaken, isTaken ? _format.Decode(payload) : default!);
    }

    private bool Join(Deadline deadline, CancellationToken cancellationToken) =>
        Outcome.Succeeded(Items.Join(deadline, cancellationToken));

    private async Task<bool> JoinAsync(Deadline deadline, CancellationToken cancellationToken) =>
        Outcome.Succeeded(await Items.JoinAsync(deadline, cancellationToken).ConfigureAwait(false));
}
