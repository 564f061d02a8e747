using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A flag that threads and tasks wait for: it stays set until cleared and lets everybody through meanwhile. Python's
/// <c>threading.Event</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe; setting, clearing and waiting for a set flag allocate nothing.</para>
/// <para>Whoever waits at the moment of <see cref="Set"/> is woken, even if <see cref="Clear"/> follows at once. Python
/// promises the same; <see cref="ManualResetEventSlim"/> does not.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class EventFlag
{
    private const int Unset = 0;
    private const int IsSetState = 1;

    // Unset, and the list may have waiters: Set must look there. Entered and left only inside the list's section.
    private const int UnsetWithWaiters = 2;

    private readonly WaiterList _waiters = new();
    private int _state;

    /// <summary>Creates a flag that is not set.</summary>
    public EventFlag()
    {
    }

    /// <summary>Creates a flag.</summary>
    /// <param name="isSet">Whether it is set from the start.</param>
    public EventFlag(bool isSet) => _state = isSet ? IsSetState : Unset;

    /// <summary>Whether the flag is set now.</summary>
    public bool IsSet => Volatile.Read(ref _state) == IsSetState;

    /// <summary>How many threads and tasks stand in line now.</summary>
    internal int WaiterCount => _waiters.CountNow();

    /// <summary>Sets the flag and wakes everybody who waits. Does nothing if it is set.</summary>
    public void Set()
    {
        if (Interlocked.CompareExchange(ref _state, IsSetState, Unset) == UnsetWithWaiters)
        {
            using (_waiters.Enter())
            {
                Interlocked.Exchange(ref _state, IsSetState);
                _waiters.SignalAll();
            }
        }
    }

    /// <summary>Clears the flag: from now on <c>Wait</c> waits. Nobody who was already woken is held back.</summary>
    public void Clear() => Interlocked.CompareExchange(ref _state, Unset, IsSetState);

    /// <summary>Waits until the flag is set, as long as it takes.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited.</exception>
    public void Wait() => Wait(Deadline.Never, CancellationToken.None);

    /// <summary>Waits until the flag is set or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(CancellationToken cancellationToken) => Wait(Deadline.Never, cancellationToken);

    /// <summary>Waits until the flag is set, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>True once the flag is set, also if it was cleared meanwhile; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Wait(Deadline.After(timeout), cancellationToken);

    /// <summary>Waits until the flag is set without blocking the thread.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the flag is set, or is cancelled.</returns>
    public Task WaitAsync(CancellationToken cancellationToken = default) => WaitAsync(Deadline.Never, cancellationToken);

    /// <summary>Waits until the flag is set without blocking the thread, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>True once the flag is set; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitAsync(Deadline.After(timeout), cancellationToken);

    /// <summary>"set" or "unset".</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() => $"{nameof(EventFlag)} ({(IsSet ? "set" : "unset")})";

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return IsSet || (!deadline.HasPassed && Park(deadline, cancellationToken));
    }

    private bool Park(Deadline deadline, CancellationToken cancellationToken)
    {
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            using (_waiters.Enter())
            {
                if (!TryEnqueue(waiter))
                {
                    return true;
                }
            }

            // Looks for the signal while it stands in line, so that no Set can pass it by.
            waiter.Spin();
            return waiter.Park(_waiters, deadline, cancellationToken);
        }
        finally
        {
            waiter.Return();
        }
    }

    private Task<bool> WaitAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        bool isSet = IsSet;
        if (isSet || deadline.HasPassed)
        {
            return Task.FromResult(isSet);
        }

        var waiter = new TaskWaiter(_waiters);
        using (_waiters.Enter())
        {
            if (!TryEnqueue(waiter))
            {
                return Task.FromResult(true);
            }
        }

        return waiter.WaitAsync(deadline, cancellationToken);
    }

    /// <summary>False: the flag is set by now. Inside the list's section.</summary>
    private bool TryEnqueue(Waiter waiter)
    {
        if (Interlocked.CompareExchange(ref _state, UnsetWithWaiters, Unset) == IsSetState)
        {
            return false;
        }

        _waiters.AddLast(waiter);
        return true;
    }
}
