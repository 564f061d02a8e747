using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A lock with a place to wait until its holder says that something has changed. Python's <c>threading.Condition</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. Waiters are woken in the order they came, never without a notification, and a waiter
/// that was notified in the moment its time ran out counts as notified: no notification is lost.</para>
/// <para>Between the notification and the return of <c>Wait</c> others may hold the lock, so look at the state
/// again, or use <see cref="WaitFor"/>, which does.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ConditionVariable
{
    private readonly WaiterList _waiters = new();
    private readonly IConditionLock _lock;

    /// <summary>Creates a condition with a <see cref="ReentrantLock"/> of its own.</summary>
    public ConditionVariable()
        : this(new ReentrantLock())
    {
    }

    /// <summary>Creates a condition on a lock that may be shared with other conditions. Its waits have an async form.</summary>
    /// <param name="gate">The lock that guards the state waited for.</param>
    public ConditionVariable(NonReentrantLock gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        _lock = gate;
    }

    /// <summary>Creates a condition on a lock that may be shared with other conditions.</summary>
    /// <param name="gate">The lock that guards the state waited for.</param>
    public ConditionVariable(ReentrantLock gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        _lock = gate;
    }

    /// <summary>The lock, for a set of locks that names the condition.</summary>
    internal object Gate => _lock;

    /// <summary>How many threads and tasks stand in line now.</summary>
    internal int WaiterCount => _waiters.CountNow();

    /// <summary>Takes the condition's lock, waiting as long as it takes.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited; the lock is not taken.</exception>
    public void Acquire() => _lock.Acquire();

    /// <summary>Takes the condition's lock, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public void Acquire(CancellationToken cancellationToken) => _lock.Acquire(cancellationToken);

    /// <summary>Takes the condition's lock if that needs no wait.</summary>
    /// <returns>Whether the lock was taken.</returns>
    public bool TryAcquire() => _lock.TryAcquire();

    /// <summary>Takes the condition's lock, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _lock.TryAcquire(timeout, cancellationToken);

    /// <summary>Gives the condition's lock back.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    public void Release() => _lock.Release();

    /// <summary>Takes the condition's lock for a block: <c>using (condition.Enter()) { … }</c>.</summary>
    /// <returns>The scope whose end releases the lock.</returns>
    public Scope Enter()
    {
        _lock.Acquire();
        return new Scope(_lock);
    }

    /// <summary>Takes the condition's lock for a block, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public Scope Enter(CancellationToken cancellationToken)
    {
        _lock.Acquire(cancellationToken);
        return new Scope(_lock);
    }

    /// <summary>Takes the condition's lock for a block, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="scope">The scope whose end releases the lock; an empty one when the lock was not taken.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public bool TryEnter(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        bool isTaken = _lock.TryAcquire(timeout, cancellationToken);
        scope = isTaken ? new Scope(_lock) : default;
        return isTaken;
    }

    /// <summary>Takes the condition's lock for a block that awaits. Only for a condition on a <see cref="NonReentrantLock"/>.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    /// <exception cref="InvalidOperationException">The condition's lock belongs to a thread.</exception>
    public ValueTask<NonReentrantLock.AsyncScope> EnterAsync(CancellationToken cancellationToken = default) =>
        LockForTasks().EnterAsync(cancellationToken);

    /// <summary>
    /// Gives the lock up entirely, waits for a notification, and takes the lock back with as many levels as before,
    /// however the wait ends.
    /// </summary>
    /// <param name="timeout">How long to wait for the notification; null or −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True if notified, false when the time is up.</returns>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before a notification; the lock is held again.</exception>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted before a notification; the lock is held again.</exception>
    public bool Wait(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Wait(Deadline.After(timeout), cancellationToken);

    /// <summary>Waits until a predicate over the guarded state holds, asking it first and after every notification.</summary>
    /// <param name="predicate">Asked with the lock held.</param>
    /// <param name="timeout">How long to wait in all; null or −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The predicate's last value: false only when the time is up.</returns>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is held again.</exception>
    public bool WaitFor(Func<bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        Deadline deadline = Deadline.After(timeout);
        ThrowIfNotHeld("wait for");
        while (!predicate())
        {
            if (!Wait(deadline, cancellationToken))
            {
                return predicate();
            }
        }

        return true;
    }

    /// <summary>
    /// Waits for a notification without blocking the thread; the lock is held again when the task completes, however it
    /// does. Only for a condition on a <see cref="NonReentrantLock"/>.
    /// </summary>
    /// <param name="timeout">How long to wait for the notification; null or −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True if notified, false when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The condition's lock belongs to a thread.</exception>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        NonReentrantLock gate = LockForTasks();
        Deadline deadline = Deadline.After(timeout);
        ThrowIfNotHeld("wait for");
        return WaitAsync(gate, deadline, cancellationToken);
    }

    /// <summary>Waits until a predicate over the guarded state holds without blocking the thread. Only for a condition on a <see cref="NonReentrantLock"/>.</summary>
    /// <param name="predicate">Asked with the lock held, first and after every notification.</param>
    /// <param name="timeout">How long to wait in all; null or −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The predicate's last value: false only when the time is up.</returns>
    /// <exception cref="InvalidOperationException">The condition's lock belongs to a thread.</exception>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> WaitForAsync(Func<bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        NonReentrantLock gate = LockForTasks();
        Deadline deadline = Deadline.After(timeout);
        ThrowIfNotHeld("wait for");
        return WaitForAsync(gate, predicate, deadline, cancellationToken);
    }

    /// <summary>Wakes waiters, those who came first, each of which goes on when it gets the lock back.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Notify(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ThrowIfNotHeld("notify");
        Wake(count);
    }

    /// <summary>Wakes everybody who waits.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>The lock's state and the number of waiters.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString()
    {
        using (_waiters.Enter())
        {
            return $"{nameof(ConditionVariable)} on {_lock}, {_waiters.Count} waiting";
        }
    }

    /// <summary>Wakes that many at most; the result is how many it were.</summary>
    internal int Wake(int count)
    {
        int woken = 0;
        using (_waiters.Enter())
        {
            while (woken < count && _waiters.SignalFirst())
            {
                woken++;
            }
        }

        return woken;
    }

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfNotHeld("wait for");
        cancellationToken.ThrowIfCancellationRequested();
        ThreadWaiter waiter = ThreadWaiter.Rent();
        Enqueue(waiter);
        int levels = ReleaseFor(waiter);
        try
        {
            return waiter.Park(_waiters, deadline, cancellationToken);
        }
        finally
        {
            // Before the lock: waiting for the lock needs a waiter, too, and may take this one.
            waiter.Return();
            _lock.Restore(levels);
        }
    }

    private async Task<bool> WaitAsync(NonReentrantLock gate, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskWaiter(_waiters);
        Enqueue(waiter);
        ReleaseFor(waiter);
        try
        {
            return await waiter.WaitAsync(deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await gate.AcquireAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitForAsync(
        NonReentrantLock gate, Func<bool> predicate, Deadline deadline, CancellationToken cancellationToken)
    {
        while (!predicate())
        {
            if (!await WaitAsync(gate, deadline, cancellationToken).ConfigureAwait(false))
            {
                return predicate();
            }
        }

        return true;
    }

    /// <summary>A lock without an owner may be lost between the check and here; then nobody must be left in the line.</summary>
    private int ReleaseFor(Waiter waiter)
    {
        try
        {
            return _lock.ReleaseAll();
        }
        catch (SynchronizationLockException)
        {
            _waiters.TryWithdraw(waiter);
            throw;
        }
    }

    private void Enqueue(Waiter waiter)
    {
        using (_waiters.Enter())
        {
            _waiters.AddLast(waiter);
        }
    }

    private NonReentrantLock LockForTasks() => _lock as NonReentrantLock
        ?? throw new InvalidOperationException(
            "The condition's lock belongs to a thread, so it cannot be waited for by a task; create the condition with new ConditionVariable(new NonReentrantLock()).");

    private void ThrowIfNotHeld(string what)
    {
        if (!_lock.IsHeldByCaller)
        {
            throw new SynchronizationLockException(
                $"Hold the condition's lock to {what} it: put the call inside `using (condition.Enter())`.");
        }
    }

    /// <summary>Holds the condition's lock until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private IConditionLock? _lock;

        internal Scope(IConditionLock gate) => _lock = gate;

        /// <summary>Releases the lock; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            IConditionLock? held = _lock;
            _lock = null;
            held?.Release();
        }
    }
}
