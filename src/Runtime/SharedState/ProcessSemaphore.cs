using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A counter of permits across processes: acquiring takes one and waits while there is none, releasing gives some back, from
/// any thread of any process. Python's <c>multiprocessing.Semaphore</c>, and with a maximum <c>BoundedSemaphore</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An uncontended acquire or release makes no system call and allocates nothing. Not fair.
/// <see cref="Thread.Interrupt"/> does not end a wait.</para>
/// <para>Permits that a process holds when it ends are given back by whoever waits next, within about a tenth of a second;
/// Python's are lost. That needs to know whose permits they are. So a release by a process that holds none, as in a semaphore
/// that counts the items of a buffer, says for good that permits of this semaphore are signals: none is given back
/// from then on. The same is so once more than 64 processes hold permits at a time.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessSemaphore : IWireSerializable<ProcessSemaphore>, IDisposable
{
    private readonly HelperThread _helper = new();
    private SyncSlot _slot;

    /// <summary>Creates a semaphore with a number of permits.</summary>
    /// <param name="value">How many may acquire before one must wait.</param>
    /// <param name="max">How many can be free at once: a release beyond throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or larger than the maximum.</exception>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessSemaphore(int value = 1, int max = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, Math.Max(value, 1));
        _slot = SyncSlot.Create(SlotKind.Semaphore, PermitHolders.SlotSize);
        Holders.Initialize(value, max);
    }

    private ProcessSemaphore(SyncSlot slot) => _slot = slot;

    /// <summary>How many permits are free now. For display and assertions: it may be out of date on return.</summary>
    public int CurrentCount
    {
        get
        {
            _slot.ThrowIfGone(typeof(ProcessSemaphore));
            return Volatile.Read(ref Holders.Free);
        }
    }

    /// <summary>How many permits can be free at once.</summary>
    public int MaxCount => Holders.Maximum;

    /// <summary>How many permits were given back for processes that ended while they held them.</summary>
    public int AbandonedCount => Volatile.Read(ref _slot.Abandoned);

    private PermitHolders Holders => new(in _slot);

    /// <summary>Takes a permit, waiting as long as it takes.</summary>
    /// <exception cref="ObjectDisposedException">The semaphore was disposed of, here or by its creator.</exception>
    public void Acquire() => Take(Deadline.Never, CancellationToken.None);

    /// <summary>Takes a permit, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; no permit is taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Take(Deadline.Never, cancellationToken);
    }

    /// <summary>The form of Python's <c>acquire(block, timeout)</c>.</summary>
    /// <param name="blocking">False: take a permit only if one is free.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="blocking"/>.</param>
    /// <returns>Whether a permit was taken.</returns>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool Acquire(bool blocking, TimeSpan? timeout = null) =>
        Take(Guard.Deadline(blocking, timeout), CancellationToken.None);

    /// <summary>Takes a permit if one is free, without waiting.</summary>
    /// <returns>Whether a permit was taken.</returns>
    public bool TryAcquire() => Take(Deadline.Passed, CancellationToken.None);

    /// <summary>Takes a permit, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether a permit was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no permit is taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        return Take(deadline, cancellationToken);
    }

    /// <summary>Takes a permit without blocking the thread: where none is free, a thread of the library's own waits.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the permit is taken, or is cancelled.</returns>
    public async ValueTask AcquireAsync(CancellationToken cancellationToken = default) =>
        await TryAcquireAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes a permit without blocking the thread, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether a permit was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken)
            : Take(Deadline.Passed, CancellationToken.None) ? ValueTask.FromResult(true)
            : _helper.Run(() => Take(deadline, cancellationToken), deadline, cancellationToken);
    }

    /// <summary>Gives permits back and wakes waiters.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    /// <exception cref="SemaphoreFullException">More than <see cref="MaxCount"/> permits would be free; nothing is changed.</exception>
    /// <exception cref="ObjectDisposedException">The semaphore was disposed of, here or by its creator.</exception>
    public void Release(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        EnterLatch();
        bool isFull = Holders.Free > Holders.Maximum - count;
        bool hasWaiters = false;
        if (!isFull)
        {
            Holders.Return(count);
            hasWaiters = _slot.HasWaiters != 0;
            _slot.HasWaiters = 0;
        }

        OwnerWord.Release(_slot);
        if (hasWaiters)
        {
            _slot.Wake(count);
        }

        if (isFull)
        {
            throw new SemaphoreFullException(
                $"Releasing {count} would leave more than {MaxCount} permits free; release each acquired permit once, best with `using (semaphore.Enter())`.");
        }
    }

    /// <summary>Takes a permit for a block: <c>using (semaphore.Enter()) { … }</c> returns it however the block is left.</summary>
    /// <returns>The scope whose end returns the permit. It cannot cross an <c>await</c>; use <see cref="EnterAsync"/> there.</returns>
    public Scope Enter()
    {
        Acquire();
        return new Scope(this);
    }

    /// <summary>Takes a permit for a block, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end returns the permit.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; no permit is taken.</exception>
    public Scope Enter(CancellationToken cancellationToken)
    {
        Acquire(cancellationToken);
        return new Scope(this);
    }

    /// <summary>Takes a permit for a block, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="scope">The scope whose end returns the permit; an empty one when none was taken.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether a permit was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no permit is taken.</exception>
    public bool TryEnter(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        bool isTaken = TryAcquire(timeout, cancellationToken);
        scope = isTaken ? new Scope(this) : default;
        return isTaken;
    }

    /// <summary>Takes a permit for a block that awaits: <c>using (await semaphore.EnterAsync()) { … }</c>.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>The scope whose end returns the permit.</returns>
    public async ValueTask<AsyncScope> EnterAsync(CancellationToken cancellationToken = default)
    {
        await TryAcquireAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return new AsyncScope(this);
    }

    /// <summary>Closes this handle. The creator's handle ends the semaphore: who waits in any process gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _slot.Dispose();

    /// <summary>The free permits, and the limit if there is one: <c>value=3/3</c>.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => _slot.IsGone ? $"{nameof(ProcessSemaphore)} (disposed)"
        : MaxCount == int.MaxValue ? $"{nameof(ProcessSemaphore)} (value={CurrentCount})"
        : $"{nameof(ProcessSemaphore)} (value={CurrentCount}/{MaxCount})";

    /// <summary>Writes where the semaphore lies, not what it is: the reader opens the same semaphore. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a semaphore of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The semaphore was disposed of, or its creator has ended.</exception>
    public static ProcessSemaphore ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(ProcessSemaphore));
        return _slot.Address.ToString();
    }

    /// <exception cref="SharedStateLostException">The semaphore was disposed of, or its creator has ended.</exception>
    internal static ProcessSemaphore Attach(string description) =>
        new(SyncSlot.Attach(SharedAddress.Parse(description), PermitHolders.SlotSize, SlotKind.Semaphore));

    private bool Take(Deadline deadline, CancellationToken cancellationToken)
    {
        bool hasSlept = false;
        while (true)
        {
            // Before the permits: a release that comes after our look at them changes this number, and we do not sleep.
            int wakeups = Volatile.Read(ref _slot.Wakeups);
            if (TryTake(mayWait: !deadline.HasPassed, hasSlept))
            {
                return true;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.HasPassed)
            {
                return false;
            }

            hasSlept = true;
            _slot.Sleep(wakeups, deadline, cancellationToken);
        }
    }

    private bool TryTake(bool mayWait, bool hasSlept)
    {
        EnterLatch();
        PermitHolders holders = Holders;
        if (holders.Free <= 0)
        {
            holders.ReturnOfDead();
        }

        bool isTaken = holders.Free > 0;
        if (isTaken)
        {
            holders.Take();
        }

        // Who has slept may not be the only one: the next release shall wake the next.
        if (isTaken ? hasSlept : mayWait || hasSlept)
        {
            _slot.HasWaiters = 1;
        }

        OwnerWord.Release(_slot);
        return isTaken;
    }

    private void EnterLatch()
    {
        if (OwnerWord.Latch(_slot, typeof(ProcessSemaphore)))
        {
            Holders.Recount();
        }
    }

    /// <summary>Holds a permit until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private ProcessSemaphore? _semaphore;

        internal Scope(ProcessSemaphore owner) => _semaphore = owner;

        /// <summary>Returns the permit; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            ProcessSemaphore? held = _semaphore;
            _semaphore = null;
            held?.Release();
        }
    }

    /// <summary>Holds a permit until disposed; may cross an <c>await</c>.</summary>
    public struct AsyncScope : IDisposable
    {
        private ProcessSemaphore? _semaphore;

        internal AsyncScope(ProcessSemaphore owner) => _semaphore = owner;

        /// <summary>Returns the permit; does nothing the second time or for an empty scope. A copy would return it again: do not copy it.</summary>
        public void Dispose()
        {
            ProcessSemaphore? held = _semaphore;
            _semaphore = null;
            held?.Release();
        }
    }
}
