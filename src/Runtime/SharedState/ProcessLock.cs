using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A mutual exclusion lock across processes that is not re-entrant: who acquires it twice waits for itself, and any thread,
/// task or process may release it. Python's <c>multiprocessing.Lock</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An uncontended acquire or release is one interlocked operation on shared memory, no
/// system call, and allocates nothing. Not fair. <see cref="Thread.Interrupt"/> does not end a wait.</para>
/// <para>When the process that acquired the lock ends without releasing it, who waits or comes next notices within about a
/// tenth of a second and gets an <see cref="AbandonedLockException"/>, once; Python's lock stays locked for ever.</para>
/// <para>Between threads of one process <see cref="NonReentrantLock"/> does the same and more. Do not write
/// <c>lock (gate)</c>: that takes the object's monitor, not this lock.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessLock : ISharedLock, IWireSerializable<ProcessLock>, IDisposable
{
    private readonly HelperThread _helper = new();
    private SyncSlot _slot;

    /// <summary>Creates a lock that no one holds.</summary>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessLock()
        : this(SyncSlot.Create(SlotKind.Lock, SyncSlot.BodyAt))
    {
    }

    private ProcessLock(SyncSlot slot) => _slot = slot;

    /// <summary>Whether somebody holds the lock now. For display and assertions: it may be out of date on return.</summary>
    public bool IsLocked
    {
        get
        {
            _slot.ThrowIfGone(typeof(ProcessLock));
            return Volatile.Read(ref _slot.Owner) != 0;
        }
    }

    bool ISharedLock.IsAbandoned => OwnerWord.IsAbandoned(_slot);

    bool ISharedLock.IsHeldByCaller => OwnerWord.IsMine(_slot);

    /// <summary>Takes the lock, waiting as long as it takes.</summary>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    /// <exception cref="ObjectDisposedException">The lock was disposed of, here or by its creator.</exception>
    public void Acquire()
    {
        if (!OwnerWord.TryTake(_slot))
        {
            Take(Deadline.Never, CancellationToken.None);
        }
    }

    /// <summary>Takes the lock, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the lock is not taken.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Take(Deadline.Never, cancellationToken);
    }

    /// <summary>Takes the lock, waiting as long as it takes, also from a process that ended while it held it.</summary>
    /// <param name="wasAbandoned">True: the last holder's process ended; look after what the lock guards.</param>
    public void Acquire(out bool wasAbandoned) =>
        wasAbandoned = OwnerWord.Take(_slot, typeof(ProcessLock), Deadline.Never, CancellationToken.None) == Taking.TakenFromDead;

    /// <summary>The form of Python's <c>acquire(block, timeout)</c>.</summary>
    /// <param name="blocking">False: take the lock only if it is free.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="blocking"/>.</param>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool Acquire(bool blocking, TimeSpan? timeout = null) =>
        Take(Guard.Deadline(blocking, timeout), CancellationToken.None);

    /// <summary>Takes the lock if it is free, without waiting.</summary>
    /// <returns>Whether the lock was taken.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
    public bool TryAcquire() => OwnerWord.TryTake(_slot) || Take(Deadline.Passed, CancellationToken.None);

    /// <summary>Takes the lock, waiting for a time at most.</summary>
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

    /// <summary>Takes the lock, waiting for a time at most, also from a process that ended while it held it.</summary>
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
        Taking taking = OwnerWord.Take(_slot, typeof(ProcessLock), deadline, cancellationToken);
        wasAbandoned = taking == Taking.TakenFromDead;
        return taking != Taking.TimedOut;
    }

    /// <summary>Takes the lock without blocking the thread: where it is held, a thread of the library's own waits.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the lock is taken, or is cancelled, or fails as <see cref="Acquire()"/> does.</returns>
    public async ValueTask AcquireAsync(CancellationToken cancellationToken = default) =>
        await TryAcquireAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes the lock without blocking the thread, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether the lock was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken)
            : OwnerWord.TryTake(_slot) ? ValueTask.FromResult(true)
            : _helper.Run(() => Take(deadline, cancellationToken), deadline, cancellationToken);
    }

    /// <summary>Gives the lock back. Any thread of any process may do that, not only the one that took it.</summary>
    /// <exception cref="SynchronizationLockException">The lock is not held.</exception>
    /// <exception cref="ObjectDisposedException">The lock was disposed of, here or by its creator.</exception>
    public void Release()
    {
        _slot.ThrowIfGone(typeof(ProcessLock));
        if (!OwnerWord.Release(_slot))
        {
            ThrowNotHeld();
        }
    }

    /// <summary>Takes the lock for a block: <c>using (gate.Enter()) { … }</c> releases it however the block is left.</summary>
    /// <returns>The scope whose end releases the lock. It cannot cross an <c>await</c>; use <see cref="EnterAsync"/> there.</returns>
    /// <exception cref="AbandonedLockException">Its holder's process ended; the lock is free again and not taken.</exception>
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

    /// <summary>Takes the lock for a block that awaits: <c>using (await gate.EnterAsync()) { … }</c>.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end releases the lock.</returns>
    public async ValueTask<AsyncScope> EnterAsync(CancellationToken cancellationToken = default)
    {
        await TryAcquireAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return new AsyncScope(this);
    }

    /// <summary>Closes this handle. The creator's handle ends the lock: who waits in any process gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _slot.Dispose();

    /// <summary>"locked" with the holder's process, or "unlocked".</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString()
    {
        long owner = _slot.IsGone ? 0 : Volatile.Read(ref _slot.Owner);
        return _slot.IsGone ? $"{nameof(ProcessLock)} (disposed)"
            : owner == 0 ? $"{nameof(ProcessLock)} (unlocked)"
            : $"{nameof(ProcessLock)} (locked by process {ProcessToken.ProcessIdOf(owner)})";
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
    public static ProcessLock ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(ProcessLock));
        return _slot.Address.ToString();
    }

    /// <exception cref="SharedStateLostException">The lock was disposed of, or its creator has ended.</exception>
    internal static ProcessLock Attach(string description) =>
        new(SyncSlot.Attach(SharedAddress.Parse(description), SyncSlot.BodyAt, SlotKind.Lock));

    string ISharedLock.Describe() => Describe();

    bool ISharedLock.Take(Deadline deadline, CancellationToken cancellationToken) => Take(deadline, cancellationToken);

    int ISharedLock.ReleaseAll()
    {
        Release();
        return 1;
    }

    bool ISharedLock.Restore(int levels) =>
        OwnerWord.Take(_slot, typeof(ProcessLock), Deadline.Never, CancellationToken.None) == Taking.TakenFromDead;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Take(Deadline deadline, CancellationToken cancellationToken)
    {
        Taking taking = OwnerWord.Take(_slot, typeof(ProcessLock), deadline, cancellationToken);
        if (taking == Taking.TakenFromDead)
        {
            OwnerWord.Release(_slot);
            throw new AbandonedLockException();
        }

        return taking == Taking.Taken;
    }

    private static void ThrowNotHeld() => throw new SynchronizationLockException(
        "The ProcessLock is not held; call Release once for every Acquire, best with `using (gate.Enter())`.");

    /// <summary>Holds the lock until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private ProcessLock? _lock;

        internal Scope(ProcessLock owner) => _lock = owner;

        /// <summary>Releases the lock; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            ProcessLock? held = _lock;
            _lock = null;
            held?.Release();
        }
    }

    /// <summary>Holds the lock until disposed; may cross an <c>await</c>.</summary>
    public struct AsyncScope : IDisposable
    {
        private ProcessLock? _lock;

        internal AsyncScope(ProcessLock owner) => _lock = owner;

        /// <summary>Releases the lock; does nothing the second time or for an empty scope. A copy would release again: do not copy it.</summary>
        public void Dispose()
        {
            ProcessLock? held = _lock;
            _lock = null;
            held?.Release();
        }
    }
}
