using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A lock across processes with a place to wait until its holder says that something has changed. Python's
/// <c>multiprocessing.Condition</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. Waiters are woken in the order they came, never without a notification, and a waiter
/// that was notified in the moment its time ran out counts as notified. A notification whose receiver's process dies before
/// it can go on passes to another waiter within about a tenth of a second.</para>
/// <para>Between the notification and the return of <c>Wait</c> others may hold the lock, so look at the state again, or use
/// <see cref="WaitFor"/>, which does. At most 256 threads of all processes can wait at a time.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessCondition : IWireSerializable<ProcessCondition>, IDisposable
{
    private readonly ISharedLock _lock;
    private SyncSlot _slot;

    /// <summary>Creates a condition with a <see cref="ProcessReentrantLock"/> of its own.</summary>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessCondition()
        : this(new ProcessReentrantLock())
    {
    }

    /// <summary>Creates a condition on a lock that may be shared with other conditions.</summary>
    /// <param name="gate">The lock that guards the state waited for.</param>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessCondition(ProcessLock gate)
        : this(NotNull(gate), SyncSlot.Create(SlotKind.Condition, WaiterTable.SlotSize))
    {
    }

    /// <summary>Creates a condition on a lock that may be shared with other conditions.</summary>
    /// <param name="gate">The lock that guards the state waited for.</param>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessCondition(ProcessReentrantLock gate)
        : this(NotNull(gate), SyncSlot.Create(SlotKind.Condition, WaiterTable.SlotSize))
    {
    }

    private ProcessCondition(ISharedLock gate, SyncSlot slot)
    {
        _lock = gate;
        _slot = slot;
    }

    /// <summary>How many threads of all processes stand in line now.</summary>
    internal int WaiterCount => Waiters.CountWaiting();

    private WaiterTable Waiters => new(in _slot);

    /// <summary>Takes the condition's lock, waiting as long as it takes.</summary>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public void Acquire() => _lock.Acquire();

    /// <summary>Takes the condition's lock, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _lock.Take(Deadline.Never, cancellationToken);
    }

    /// <summary>Takes the condition's lock if that needs no wait.</summary>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool TryAcquire() => _lock.Take(Deadline.Passed, CancellationToken.None);

    /// <summary>Takes the condition's lock, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        return _lock.Take(deadline, cancellationToken);
    }

    /// <summary>Gives the condition's lock back.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    public void Release() => _lock.Release();

    /// <summary>Takes the condition's lock for a block: <c>using (condition.Enter()) { … }</c>.</summary>
    /// <returns>The scope whose end releases the lock.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
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
        Acquire(cancellationToken);
        return new Scope(_lock);
    }

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
    /// <exception cref="AbandonedLockException">A process ended while it held the lock; the lock is held again.</exception>
    /// <exception cref="InvalidOperationException">256 threads wait already.</exception>
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
    /// <exception cref="AbandonedLockException">A process ended while it held the lock; the lock is held again.</exception>
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

    /// <summary>Wakes waiters, those who came first, each of which goes on when it gets the lock back.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Notify(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ThrowIfNotHeld("notify");
        while (count-- > 0 && Waiters.PassFirst())
        {
        }
    }

    /// <summary>Wakes everybody who waits.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>Closes this handle, but not the lock. The creator's handle ends the condition: who waits in any process gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _slot.Dispose();

    /// <summary>The lock's state and the number of waiters.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => _slot.IsGone
        ? $"{nameof(ProcessCondition)} (disposed)"
        : $"{nameof(ProcessCondition)} on {_lock}, {WaiterCount} waiting";

    /// <summary>Writes where the condition lies, not what it is: the reader opens the same condition. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a condition of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The condition was disposed of, or its creator has ended.</exception>
    public static ProcessCondition ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(ProcessCondition));
        return $"{_slot.Address}:{(_lock is ProcessLock ? 'L' : 'R')}:{_lock.Describe()}";
    }

    /// <exception cref="SharedStateLostException">The condition was disposed of, or its creator has ended.</exception>
    internal static ProcessCondition Attach(string description)
    {
        string[] parts = description.Split(':');
        if (parts is not [var own, "L" or "R", var lockAddress])
        {
            throw new FormatException($"'{description}' is no description of a condition.");
        }

        ISharedLock gate = parts[1] == "L" ? ProcessLock.Attach(lockAddress) : ProcessReentrantLock.Attach(lockAddress);
        return new ProcessCondition(gate, SyncSlot.Attach(SharedAddress.Parse(own), WaiterTable.SlotSize, SlotKind.Condition));
    }

    private static T NotNull<T>(T gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return gate;
    }

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfNotHeld("wait for");
        cancellationToken.ThrowIfCancellationRequested();
        int entry = Enqueue();
        int inherited = -1;
        ExceptionDispatchInfo? failure = null;
        int levels = _lock.ReleaseAll();
        try
        {
            Park(entry, ref inherited, deadline, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        bool wasAbandoned = _lock.Restore(levels);
        bool isNotified = Leave(entry, inherited);
        if (wasAbandoned)
        {
            if (isNotified)
            {
                Waiters.PassFirst();
            }

            throw new AbandonedLockException(
                "A process ended while it held the condition's lock. What it guards may be half changed; the lock is held again.");
        }

        if (!isNotified)
        {
            failure?.Throw();
        }

        return isNotified;
    }

    private int Enqueue()
    {
        int entry = Waiters.Add();
        if (entry < 0)
        {
            Waiters.RemoveDead(evenPassed: false);
            entry = Waiters.Add();
        }

        return entry >= 0 ? entry : throw new InvalidOperationException(
            $"{WaiterTable.Capacity} threads wait for the condition already, which is all it has room for.");
    }

    private void Park(int entry, ref int inherited, Deadline deadline, CancellationToken cancellationToken)
    {
        while (Waiters.StateOf(entry) == WaiterTable.Waiting)
        {
            _slot.ThrowIfGone(typeof(ProcessCondition));
            inherited = Waiters.InheritPassed();
            if (inherited >= 0 || deadline.HasPassed || _lock.IsAbandoned)
            {
                // Who died with the lock in hand will not notify: taking the lock back tells the caller.
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            Waiters.Sleep(entry, deadline, cancellationToken);
        }
    }

    /// <summary>With the lock held again, so that nobody notifies meanwhile.</summary>
    private bool Leave(int entry, int inherited)
    {
        bool isNotified = Waiters.StateOf(entry) == WaiterTable.Passed;
        if (_slot.IsGone)
        {
            return isNotified;
        }

        Waiters.Remove(entry);
        if (inherited >= 0)
        {
            Waiters.Remove(inherited);
            if (isNotified)
            {
                Waiters.PassFirst();
            }
        }

        return isNotified || inherited >= 0;
    }

    private void ThrowIfNotHeld(string what)
    {
        _slot.ThrowIfGone(typeof(ProcessCondition));
        if (!_lock.IsHeldByCaller)
        {
            throw new SynchronizationLockException(
                $"Hold the condition's lock to {what} it: put the call inside `using (condition.Enter())`.");
        }
    }

    /// <summary>Holds the condition's lock until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private ISharedLock? _lock;

        internal Scope(ISharedLock gate) => _lock = gate;

        /// <summary>Releases the lock; does nothing the second time.</summary>
        public void Dispose()
        {
            ISharedLock? held = _lock;
            _lock = null;
            held?.Release();
        }
    }
}
