namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A lock that processes share, made by a <see cref="SharedManager"/>. Not re-entrant, and it belongs to nobody: any process
/// may release it. Python's <c>manager.Lock()</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. It is a <see cref="ProcessLock"/> that ends with its manager.</para>
/// <para>When a process ends while it holds the lock, the lock becomes free, and the next who acquires gets an
/// <see cref="AbandonedLockException"/> once, without holding it; in Python everybody waits for ever. The forms with
/// <c>out bool wasAbandoned</c> hold it and tell.</para>
/// </remarks>
public sealed class ManagedLock : IWireSerializable<ManagedLock>
{
    private readonly ProcessLock _lock;

    internal ManagedLock(ProcessLock gate) => _lock = gate;

    /// <summary>Whether somebody holds the lock now. It may be out of date on return.</summary>
    public bool IsLocked => _lock.IsLocked;

    /// <summary>Takes the lock, waiting as long as it takes.</summary>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    /// <exception cref="ObjectDisposedException">The manager was shut down.</exception>
    public void Acquire() => _lock.Acquire();

    /// <summary>Takes the lock, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public void Acquire(CancellationToken cancellationToken) => _lock.Acquire(cancellationToken);

    /// <summary>Takes the lock, waiting as long as it takes, also from a process that ended while it held it.</summary>
    /// <param name="wasAbandoned">True: the last holder's process ended; look after what the lock guards.</param>
    public void Acquire(out bool wasAbandoned) => _lock.Acquire(out wasAbandoned);

    /// <summary>Takes the lock if it is free, without waiting.</summary>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool TryAcquire() => _lock.TryAcquire();

    /// <summary>Takes the lock, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _lock.TryAcquire(timeout, cancellationToken);

    /// <summary>Takes the lock without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the lock is taken, or is cancelled, or fails as <see cref="Acquire()"/> does.</returns>
    public ValueTask AcquireAsync(CancellationToken cancellationToken = default) => _lock.AcquireAsync(cancellationToken);

    /// <summary>Gives the lock back.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    public void Release() => _lock.Release();

    /// <summary>Takes the lock for a block: <c>using (gate.Enter()) { … }</c> releases it however the block is left.</summary>
    /// <returns>The scope whose end releases the lock. It cannot cross an <c>await</c>.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public ProcessLock.Scope Enter() => _lock.Enter();

    /// <summary>Takes the lock for a block that awaits: <c>using (await gate.EnterAsync())</c>.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    public ValueTask<ProcessLock.AsyncScope> EnterAsync(CancellationToken cancellationToken = default) =>
        _lock.EnterAsync(cancellationToken);

    /// <inheritdoc/>
    void IWireSerializable<ManagedLock>.WriteTo(WireWriter writer) => _lock.WriteTo(writer);

    /// <inheritdoc/>
    static ManagedLock IWireSerializable<ManagedLock>.ReadFrom(WireReader reader) => new(ProcessLock.ReadFrom(reader));
}
