using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A counter of permits: acquiring takes one and waits while there is none, releasing gives some back, from any thread
/// and without an upper limit. Python's <c>threading.Semaphore</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. An uncontended acquire or release is one interlocked operation and allocates nothing.</para>
/// <para>To limit how many are inside something, use <see cref="BoundedSemaphore"/>: it notices a release too many.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public class CountingSemaphore
{
    private PermitGate _gate;
    private readonly int _maximum;

    /// <summary>Creates a semaphore with a number of permits.</summary>
    /// <param name="value">How many may acquire before one must wait; at most 1,073,741,823.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or too large.</exception>
    public CountingSemaphore(int value = 1)
        : this(value, PermitGate.MaxPermits)
    {
    }

    private protected CountingSemaphore(int value, int maximum)
    {
        if (value is < 0 or > PermitGate.MaxPermits)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"A semaphore starts with 0 to {PermitGate.MaxPermits} permits.");
        }

        _gate = new PermitGate(value);
        _maximum = maximum;
    }

    /// <summary>How many permits are free now. For display and assertions: it may be out of date on return.</summary>
    public int CurrentCount => _gate.Permits;

    /// <summary>How many permits can be free at once.</summary>
    public int MaxCount => _maximum;

    /// <summary>How many threads and tasks stand in line now.</summary>
    internal int WaiterCount => _gate.WaiterCount;

    /// <summary>Takes a permit, waiting as long as it takes.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited; no permit is taken.</exception>
    public void Acquire()
    {
        if (!_gate.TryTake())
        {
            _gate.Take(Deadline.Never, CancellationToken.None);
        }
    }

    /// <summary>Takes a permit, waiting until the token is cancelled at most.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; no permit is taken.</exception>
    public void Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_gate.TryTake())
        {
            _gate.Take(Deadline.Never, cancellationToken);
        }
    }

    /// <summary>The form of Python's <c>acquire(blocking, timeout)</c>.</summary>
    /// <param name="blocking">False: take a permit only if one is free.</param>
    /// <param name="timeout">How long to wait at most; null or −1 ms: for ever. Only together with <paramref name="blocking"/>.</param>
    /// <returns>Whether a permit was taken.</returns>
    /// <exception cref="ArgumentException">A timeout was given for a call that does not block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public bool Acquire(bool blocking, TimeSpan? timeout = null) =>
        _gate.Take(Guard.Deadline(blocking, timeout), CancellationToken.None);

    /// <summary>Takes a permit if one is free, without waiting.</summary>
    /// <returns>Whether a permit was taken.</returns>
    public bool TryAcquire() => _gate.TryTake();

    /// <summary>Takes a permit, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether a permit was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no permit is taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _gate.Take(Deadline.After(timeout), cancellationToken);

    /// <summary>Takes a permit without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the permit is taken, or is cancelled.</returns>
    public ValueTask AcquireAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<bool> taken = _gate.TakeAsync(Deadline.Never, cancellationToken);
        return taken.IsCompletedSuccessfully ? default : new ValueTask(taken.AsTask());
    }

    /// <summary>Takes a permit without blocking the thread, waiting for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>Whether a permit was taken; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public ValueTask<bool> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _gate.TakeAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>Gives permits back and wakes as many waiters.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    /// <exception cref="SemaphoreFullException">More than <see cref="MaxCount"/> permits would be free; nothing is changed.</exception>
    public void Release(int count = 1)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "Release at least one permit.");
        }

        if (!_gate.TryRelease(count, _maximum))
        {
            throw new SemaphoreFullException(
                $"Releasing {count} would leave more than {_maximum} permits free; release each acquired permit once, best with `using (semaphore.Enter())`.");
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
    public ValueTask<AsyncScope> EnterAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<bool> taken = _gate.TakeAsync(Deadline.Never, cancellationToken);
        return taken.IsCompletedSuccessfully
            ? new ValueTask<AsyncScope>(new AsyncScope(this))
            : EnterLaterAsync(taken);
    }

    /// <summary>The free permits, and the limit if there is one: <c>value=3/3</c>.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => _maximum == PermitGate.MaxPermits
        ? $"{GetType().Name} (value={CurrentCount})"
        : $"{GetType().Name} (value={CurrentCount}/{_maximum})";

    private async ValueTask<AsyncScope> EnterLaterAsync(ValueTask<bool> taken)
    {
        await taken.ConfigureAwait(false);
        return new AsyncScope(this);
    }

    /// <summary>Holds a permit until disposed; belongs to the stack frame that entered.</summary>
    public ref struct Scope
    {
        private CountingSemaphore? _semaphore;

        internal Scope(CountingSemaphore owner) => _semaphore = owner;

        /// <summary>Returns the permit; does nothing the second time or for an empty scope.</summary>
        public void Dispose()
        {
            CountingSemaphore? held = _semaphore;
            _semaphore = null;
            held?.Release();
        }
    }

    /// <summary>Holds a permit until disposed; may cross an <c>await</c>.</summary>
    public struct AsyncScope : IDisposable
    {
        private CountingSemaphore? _semaphore;

        internal AsyncScope(CountingSemaphore owner) => _semaphore = owner;

        /// <summary>Returns the permit; does nothing the second time or for an empty scope. A copy would return it again: do not copy it.</summary>
        public void Dispose()
        {
            CountingSemaphore? held = _semaphore;
            _semaphore = null;
            held?.Release();
        }
    }
}
