using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A mutual exclusion lock that is not re-entrant and belongs to no thread: the same thread that acquires it twice waits
/// for itself, and any thread or task may release it. Python's <c>threading.Lock</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An uncontended acquire or release is one interlocked operation and allocates nothing.</para>
/// <para>Not fair: a thread that comes by may take a free lock before one that waits. A waiting task gets the lock handed
/// over in its turn, and so does a thread that was passed over for long.</para>
/// <para>Do not write <c>lock (gate)</c>: that takes the object's monitor, not this lock. Write <c>using (gate.Enter())</c>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class NonReentrantLock : IOrderedLock, IConditionLock
{
    private PermitGate _gate = new(1);
    private long _order;

    /// <summary>Whether somebody holds the lock now. For display and assertions: it may be out of date on return.</summary>
    public bool IsLocked => _gate.Permits == 0;

    /// <summary>How many threads and tasks stand in line now.</summary>
    internal int WaiterCount => _gate.WaiterCount;

    ref long IOrderedLock.Order => ref _order;

    bool IConditionLock.IsHeldByCaller => IsLocked;

    bool IConditionLock.IsThreadAffine => false;

    /// <summary>Takes the lock, waiting as long as it takes.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited; the lock is not taken.</exception>
    public void Acquire()
    {
        if (!_gate.TryTakeOnly())
        {
            _gate.Take(Deadline.Never, CancellationToken.None);
        }
    }

    /// <summary>Takes the lock, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_gate.TryTakeOnly())
        {
            _gate.Take(Deadline.Never, cancellationToken);
        }
    }

    /// <summary>The form of Python's <c>acquire(blocking, timeout)</c>.</summary>
    /// <param name="blocking">False: take the lock only if it is free.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="blocking"/>.</param>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool Acquire(bool blocking, TimeSpan? timeout = null)
    {
        Deadline deadline = Guard.Deadline(blocking, timeout);
        return _gate.TryTakeOnly() || _gate.Take(deadline, CancellationToken.None);
    }

    /// <summary>Takes the lock if it is free, without waiting.</summary>
    /// <returns>Whether the lock was taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAcquire() => _gate.TryTakeOnly() || _gate.TryTake();

    /// <summary>Takes the lock, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        return _gate.TryTakeOnly() || _gate.Take(deadline, cancellationToken);
    }

    /// <summary>Takes the lock without blocking the thread. The lock may be released by any thread or task.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the lock is taken, or is cancelled.</returns>
    public ValueTask AcquireAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<bool> taken = _gate.TakeAsync(Deadline.Never, cancellationToken);
        return taken.IsCompletedSuccessfully ? default : new ValueTask(taken.AsTask());
    }

    /// <summary>Takes the lock without blocking the thread, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _gate.TakeAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Gives the lock back. Any thread may do that, not only the one that took it.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    public void Release()
    {
        if (!_gate.TryReturnOnly() && !_gate.TryRelease(1, 1))
        {
            ThrowNotHeld();
        }
    }

    /// <summary>Takes the lock for a block: <c>using (gate.Enter()) { … }</c> releases it however the block is left.</summary>
    /// <returns>The scope whose end releases the lock. It cannot cross an <c>await</c>; use <see cref="EnterAsync"/> there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Scope Enter()
    {
        Acquire();
        return new Scope(this);
    }

    /// <summary>Takes the lock for a block, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public Scope Enter(CancellationToken cancellationToken)
    {
        Acquire(cancellationToken);
        return new Scope(this);
    }

    /// <summary>Takes the lock for a block, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="scope">The scope whose end releases the lock; an empty one when the lock was not taken.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public bool TryEnter(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        bool isTaken = TryAcquire(timeout, cancellationToken);
        scope = isTaken ? new Scope(this) : default;
        return isTaken;
    }

    /// <summary>Takes the lock for a block that awaits: <c>using (await gate.EnterAsync()) { … }</c>.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    public ValueTask<AsyncScope> EnterAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<bool> taken = _gate.TakeAsync(Deadline.Never, cancellationToken);
        return taken.IsCompletedSuccessfully
            ? new ValueTask<AsyncScope>(new AsyncScope(this))
            : EnterLaterAsync(taken);
    }

    /// <summary>"locked" or "unlocked", as Python's <c>repr</c> has it.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => $"{nameof(NonReentrantLock)} ({(IsLocked ? "locked" : "unlocked")})";

    int IConditionLock.ReleaseAll()
    {
        Release();
        return 1;
    }

    void IConditionLock.Restore(int levels)
    {
        if (!_gate.TryTakeOnly())
        {
            _gate.TakeUninterruptibly();
        }
    }

    private async ValueTask<AsyncScope> EnterLaterAsync(ValueTask<bool> taken)
    {
        await taken.ConfigureAwait(false);
        return new AsyncScope(this);
    }

    private static void ThrowNotHeld() => throw new SynchronizationLockException(
        "The NonReentrantLock is not held; call Release once for every Acquire, best with `using (gate.Enter())`.");

    /// <summary>Holds the lock until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private NonReentrantLock? _lock;

        internal Scope(NonReentrantLock owner) => _lock = owner;

        /// <summary>Releases the lock; does nothing the second time or for an empty scope.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose()
        {
            NonReentrantLock? held = _lock;
            if (held is not null)
            {
                _lock = null;
                held.Release();
            }
        }
    }

    /// <summary>Holds the lock until disposed; may cross an <c>await</c>.</summary>
    public struct AsyncScope : IDisposable
    {
        private NonReentrantLock? _lock;

        internal AsyncScope(NonReentrantLock owner) => _lock = owner;

        /// <summary>Releases the lock; does nothing the second time or for an empty scope. A copy would release again: do not copy it.</summary>
        public void Dispose()
        {
            NonReentrantLock? held = _lock;
            _lock = null;
            held?.Release();
        }
    }
}
