using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A mutual exclusion lock that its owner may take again: the thread that holds it acquires at once, and must release as
/// often as it acquired. Python's <c>threading.RLock</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An uncontended acquire or release is one interlocked operation and allocates nothing.</para>
/// <para>It belongs to a thread, so it has no async form and must not be held across an <c>await</c>: use
/// <see cref="NonReentrantLock"/> there.</para>
/// <para>Do not write <c>lock (gate)</c>: that takes the object's monitor, not this lock. Write <c>using (gate.Enter())</c>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ReentrantLock : IOrderedLock, IConditionLock
{
    private PermitGate _gate = new(1);

    // Written only by the owner. Another thread may read a stale value, but never its own id.
    private int _owner;
    private int _count;
    private long _order;

    /// <summary>Whether some thread holds the lock now. For display and assertions: it may be out of date on return.</summary>
    public bool IsLocked => _gate.Permits == 0;

    /// <summary>Whether the calling thread holds the lock.</summary>
    public bool IsHeldByCurrentThread => _owner == Environment.CurrentManagedThreadId;

    /// <summary>How often the calling thread has acquired without releasing; 0 if it does not hold the lock.</summary>
    public int RecursionCount => IsHeldByCurrentThread ? _count : 0;

    /// <summary>How many threads and tasks stand in line now.</summary>
    internal int WaiterCount => _gate.WaiterCount;

    ref long IOrderedLock.Order => ref _order;

    bool IConditionLock.IsHeldByCaller => IsHeldByCurrentThread;

    bool IConditionLock.IsThreadAffine => true;

    /// <summary>Takes the lock, or one level more of it, waiting as long as it takes.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited; the lock is not taken.</exception>
    public void Acquire()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (_gate.TryTakeOnly())
        {
            _owner = thread;
            _count = 1;
        }
        else
        {
            AcquireSlow(thread, Deadline.Never, CancellationToken.None);
        }
    }

    /// <summary>Takes the lock, or one level more of it, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        AcquireSlow(Environment.CurrentManagedThreadId, Deadline.Never, cancellationToken);
    }

    /// <summary>The form of Python's <c>acquire(blocking, timeout)</c>.</summary>
    /// <param name="blocking">False: take the lock only if that needs no wait.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="blocking"/>.</param>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool Acquire(bool blocking, TimeSpan? timeout = null) =>
        AcquireSlow(Environment.CurrentManagedThreadId, Guard.Deadline(blocking, timeout), CancellationToken.None);

    /// <summary>Takes the lock, or one level more of it, if that needs no wait.</summary>
    /// <returns>Whether the lock was taken.</returns>
    public bool TryAcquire() =>
        AcquireSlow(Environment.CurrentManagedThreadId, Deadline.Passed, CancellationToken.None);

    /// <summary>Takes the lock, or one level more of it, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        return AcquireSlow(Environment.CurrentManagedThreadId, deadline, cancellationToken);
    }

    /// <summary>Gives one level of the lock back; the last one frees it.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the lock.</exception>
    public void Release()
    {
        if (_owner != Environment.CurrentManagedThreadId)
        {
            ThrowNotHeld();
        }

        if (_count > 1)
        {
            _count--;
            return;
        }

        ReleaseLast();
    }

    /// <summary>Takes the lock for a block: <c>using (gate.Enter()) { … }</c> releases it however the block is left.</summary>
    /// <returns>The scope whose end releases the lock. It cannot cross an <c>await</c>, for the lock belongs to the thread.</returns>
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

    /// <summary>"locked" with owner and level, or "unlocked", as Python's <c>repr</c> has it.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => IsLocked
        ? $"{nameof(ReentrantLock)} (locked by thread {_owner}, count {_count})"
        : $"{nameof(ReentrantLock)} (unlocked)";

    int IConditionLock.ReleaseAll()
    {
        int levels = _count;
        _count = 0;
        ReleaseLast();
        return levels;
    }

    void IConditionLock.Restore(int levels)
    {
        if (!_gate.TryTakeOnly())
        {
            _gate.TakeUninterruptibly();
        }

        _owner = Environment.CurrentManagedThreadId;
        _count = levels;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AcquireSlow(int thread, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_owner == thread)
        {
            _count = checked(_count + 1);
            return true;
        }

        if (!_gate.TryTakeOnly() && !_gate.Take(deadline, cancellationToken))
        {
            return false;
        }

        _owner = thread;
        _count = 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReleaseLast()
    {
        _owner = 0;
        if (!_gate.TryReturnOnly())
        {
            _gate.TryRelease(1, 1);
        }
    }

    private void ThrowNotHeld() => throw new SynchronizationLockException(
        IsLocked
            ? "The ReentrantLock is held by another thread; only the thread that acquired it may release it."
            : "The ReentrantLock is not held; call Release once for every Acquire, best with `using (gate.Enter())`.");

    /// <summary>Holds one level of the lock until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private ReentrantLock? _lock;

        internal Scope(ReentrantLock owner) => _lock = owner;

        /// <summary>Releases one level; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            ReentrantLock? held = _lock;
            if (held is not null)
            {
                _lock = null;
                held.Release();
            }
        }
    }
}
