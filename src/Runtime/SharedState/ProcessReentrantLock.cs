using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A mutual exclusion lock across processes that its owner, one thread of one process, may take again, and must release as
/// often as it acquired. Python's <c>multiprocessing.RLock</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An uncontended acquire or release is one interlocked operation on shared memory, no
/// system call, and allocates nothing. Not fair. <see cref="Thread.Interrupt"/> does not end a wait.</para>
/// <para>It belongs to a thread, so it has no async form and must not be held across an <c>await</c>: use
/// <see cref="ProcessLock"/> there. When the owner's process ends, see <see cref="AbandonedLockException"/>; when only its
/// thread ends, the lock stays locked, as everywhere.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessReentrantLock : ISharedLock, IWireSerializable<ProcessReentrantLock>, IDisposable
{
    private readonly bool _isOwned;
    private SyncSlot _slot;

    /// <summary>Creates a lock that no one holds.</summary>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessReentrantLock()
        : this(SyncSlot.Create(SlotKind.ReentrantLock, SyncSlot.BodyAt), isOwned: true)
    {
    }

    /// <summary>A lock in the first words of something larger.</summary>
    internal ProcessReentrantLock(SyncSlot slot, bool isOwned)
    {
        _slot = slot;
        _isOwned = isOwned;
    }

    /// <summary>Whether somebody holds the lock now. For display and assertions: it may be out of date on return.</summary>
    public bool IsLocked
    {
        get
        {
            _slot.ThrowIfGone(typeof(ProcessReentrantLock));
            return Volatile.Read(ref _slot.Owner) != 0;
        }
    }

    /// <summary>Whether the calling thread holds the lock.</summary>
    public bool IsHeldByCurrentThread => !_slot.IsGone && IsMine;

    /// <summary>How often the calling thread has acquired without releasing; 0 if it does not hold the lock.</summary>
    public int RecursionCount => IsHeldByCurrentThread ? _slot.Count : 0;

    bool ISharedLock.IsAbandoned => OwnerWord.IsAbandoned(_slot);

    bool ISharedLock.IsHeldByCaller => IsHeldByCurrentThread;

    // Read without synchronisation: only this thread writes its own number there, and takes it out before it releases. A
    // dead process may have left it, but then the start time in it differs.
    private static long CurrentThread => ((ProcessToken.Current & uint.MaxValue) << 32) | (uint)Environment.CurrentManagedThreadId;

    private bool IsMine => _slot.Thread == CurrentThread && OwnerWord.IsMine(_slot);

    /// <summary>Takes the lock, or one level more of it, waiting as long as it takes.</summary>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    /// <exception cref="ObjectDisposedException">The lock was disposed of, here or by its creator.</exception>
    public void Acquire()
    {
        if (OwnerWord.TryTake(_slot))
        {
            BecomeOwner(1);
        }
        else
        {
            Take(Deadline.Never, CancellationToken.None);
        }
    }

    /// <summary>Takes the lock, or one level more of it, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Take(Deadline.Never, cancellationToken);
    }

    /// <summary>Takes the lock, or one level more, waiting as long as it takes, also from a process that ended while it held it.</summary>
    /// <param name="wasAbandoned">True: the last holder's process ended; look after what the lock guards.</param>
    public void Acquire(out bool wasAbandoned) => TakeOrRecover(Deadline.Never, out wasAbandoned, CancellationToken.None);

    /// <summary>The form of Python's <c>acquire(block, timeout)</c>.</summary>
    /// <param name="blocking">False: take the lock only if that needs no wait.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="blocking"/>.</param>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool Acquire(bool blocking, TimeSpan? timeout = null) =>
        Take(Guard.Deadline(blocking, timeout), CancellationToken.None);

    /// <summary>Takes the lock, or one level more of it, if that needs no wait.</summary>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool TryAcquire() => Take(Deadline.Passed, CancellationToken.None);

    /// <summary>Takes the lock, or one level more of it, waiting for a time at most.</summary>
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
        return Take(deadline, cancellationToken);
    }

    /// <summary>Takes the lock, or one level more, waiting for a time at most, also from a process that ended while it held it.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="wasAbandoned">True: the last holder's process ended; look after what the lock guards.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, out bool wasAbandoned, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        return TakeOrRecover(deadline, out wasAbandoned, cancellationToken);
    }

    /// <summary>Gives one level of the lock back; the last one frees it.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the lock.</exception>
    /// <exception cref="ObjectDisposedException">The lock was disposed of, here or by its creator.</exception>
    public void Release()
    {
        _slot.ThrowIfGone(typeof(ProcessReentrantLock));
        if (!IsMine)
        {
            ThrowNotHeld();
        }

        if (_slot.Count > 1)
        {
            _slot.Count--;
            return;
        }

        Free();
    }

    /// <summary>Takes the lock for a block: <c>using (gate.Enter()) { … }</c> releases it however the block is left.</summary>
    /// <returns>The scope whose end releases the lock. It cannot cross an <c>await</c>, for the lock belongs to the thread.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
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

    /// <summary>Takes the lock for a block, also from a process that ended while it held it.</summary>
    /// <param name="wasAbandoned">True: the last holder's process ended; look after what the lock guards.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    public Scope Enter(out bool wasAbandoned)
    {
        Acquire(out wasAbandoned);
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

    /// <summary>Closes this handle. The creator's handle ends the lock: who waits in any process gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _slot.Dispose(_isOwned);

    /// <summary>"locked" with the owner's process and level, or "unlocked".</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString()
    {
        long owner = _slot.IsGone ? 0 : Volatile.Read(ref _slot.Owner);
        return _slot.IsGone ? $"{nameof(ProcessReentrantLock)} (disposed)"
            : owner == 0 ? $"{nameof(ProcessReentrantLock)} (unlocked)"
            : $"{nameof(ProcessReentrantLock)} (locked by process {ProcessToken.ProcessIdOf(owner)}, count {_slot.Count})";
    }

    /// <summary>Writes where the lock lies, not what it is: the reader opens the same lock. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a lock of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The lock was disposed of, or its creator has ended.</exception>
    public static ProcessReentrantLock ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(ProcessReentrantLock));
        return _slot.Address.ToString();
    }

    /// <exception cref="SharedStateLostException">The lock was disposed of, or its creator has ended.</exception>
    internal static ProcessReentrantLock Attach(string description) => new(
        SyncSlot.Attach(SharedAddress.Parse(description), SyncSlot.BodyAt, SlotKind.ReentrantLock, SlotKind.Value),
        isOwned: true);

    string ISharedLock.Describe() => Describe();

    bool ISharedLock.Take(Deadline deadline, CancellationToken cancellationToken) => Take(deadline, cancellationToken);

    int ISharedLock.ReleaseAll()
    {
        int levels = _slot.Count;
        Free();
        return levels;
    }

    bool ISharedLock.Restore(int levels)
    {
        Taking taking = OwnerWord.Take(_slot, typeof(ProcessReentrantLock), Deadline.Never, CancellationToken.None);
        BecomeOwner(levels);
        return taking == Taking.TakenFromDead;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Take(Deadline deadline, CancellationToken cancellationToken)
    {
        bool isTaken = TakeOrRecover(deadline, out bool wasAbandoned, cancellationToken);
        if (wasAbandoned)
        {
            Free();
            throw new AbandonedLockException();
        }

        return isTaken;
    }

    private bool TakeOrRecover(Deadline deadline, out bool wasAbandoned, CancellationToken cancellationToken)
    {
        wasAbandoned = false;
        _slot.ThrowIfGone(typeof(ProcessReentrantLock));
        if (IsMine)
        {
            _slot.Count = checked(_slot.Count + 1);
            return true;
        }

        Taking taking = OwnerWord.Take(_slot, typeof(ProcessReentrantLock), deadline, cancellationToken);
        if (taking == Taking.TimedOut)
        {
            return false;
        }

        BecomeOwner(1);
        wasAbandoned = taking == Taking.TakenFromDead;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BecomeOwner(int levels)
    {
        _slot.Count = levels;
        _slot.Thread = CurrentThread;
    }

    private void Free()
    {
        _slot.Thread = 0;
        OwnerWord.Release(_slot);
    }

    private void ThrowNotHeld() => throw new SynchronizationLockException(
        IsLocked
            ? "The ProcessReentrantLock is held by another thread or process; only the thread that acquired it may release it."
            : "The ProcessReentrantLock is not held; call Release once for every Acquire, best with `using (gate.Enter())`.");

    /// <summary>Holds one level of the lock until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private ProcessReentrantLock? _lock;

        internal Scope(ProcessReentrantLock owner) => _lock = owner;

        /// <summary>Releases one level; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            ProcessReentrantLock? held = _lock;
            _lock = null;
            held?.Release();
        }
    }
}
