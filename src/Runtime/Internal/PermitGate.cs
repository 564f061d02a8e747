using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// The core of every lock and semaphore: a number of permits, taken and returned by one interlocked operation while
/// nobody waits.
/// </summary>
/// <remarks>
/// <code>
/// _state   bits 31..1   free permits
///          bit  0       Notify: somebody waits and nobody is awake on their behalf, so a release must take the slow path
/// </code>
/// A release adds its permit and wakes at most as many threads as there are permits; the woken thread competes with
/// newcomers ("barging"), which keeps a contended lock on the core that already has it. While a woken thread is on its
/// way, Notify stays off and releases stay on the fast path; when it arrives it calls <see cref="Rebalance"/>, which wakes
/// the next one or sets Notify again. Tasks, and threads that lost for long, get their permit handed over instead.
/// Invariant: if somebody is queued, then Notify is set or a woken thread has not arrived yet.
/// The slow path is guarded by the list's section; the permits themselves only ever change by compare-and-swap.
/// </remarks>
internal struct PermitGate
{
    internal const int MaxPermits = int.MaxValue >> 1;

    private const int Notify = 1;
    private const int OnePermit = 2;
    private const int Woken = 1;
    private const int Granted = 2;

    // A thread that lost this often although it was woken is given the permit directly.
    private const int LossesBeforeHandoff = 64;

    private int _state;
    private int _arriving;
    private readonly WaiterList _waiters;

    internal PermitGate(int permits)
    {
        _state = permits * OnePermit;
        _waiters = new WaiterList();
    }

    internal readonly int Permits => Volatile.Read(in _state) / OnePermit;

    internal readonly int WaiterCount => _waiters.CountNow();

    /// <summary>Takes the only permit of a lock. False says nothing but "not at once": the general form must be asked next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTakeOnly() => Interlocked.CompareExchange(ref _state, 0, OnePermit) == OnePermit;

    /// <summary>Returns the only permit of a lock while nobody waits. False: ask <see cref="TryRelease"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryReturnOnly() => Interlocked.CompareExchange(ref _state, OnePermit, 0) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTake()
    {
        int state = _state;
        return state >= OnePermit
            && (Interlocked.CompareExchange(ref _state, state - OnePermit, state) == state || TryTakeContended());
    }

    /// <summary>Takes a permit, waiting for it if need be. False only when the deadline has passed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool Take(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryTakeContended())
        {
            return true;
        }

        return !deadline.HasPassed && (TrySpin() || Wait(deadline, cancellationToken));
    }

    /// <summary>Takes a permit whatever happens; an interrupt is kept for the thread's next wait.</summary>
    internal void TakeUninterruptibly()
    {
        bool isInterrupted = false;
        while (true)
        {
            try
            {
                Take(Deadline.Never, CancellationToken.None);
                break;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    internal ValueTask<bool> TakeAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        if (TryTake())
        {
            return new ValueTask<bool>(true);
        }

        if (deadline.HasPassed)
        {
            return new ValueTask<bool>(false);
        }

        var waiter = new TaskWaiter(_waiters);
        using (_waiters.Enter())
        {
            if (TryTakeContended())
            {
                return new ValueTask<bool>(true);
            }

            _waiters.AddLast(waiter);
            Rebalance();
        }

        return new ValueTask<bool>(waiter.WaitAsync(deadline, cancellationToken));
    }

    /// <summary>Returns permits. False, and nothing changed, if there would be more than <paramref name="maximum"/> free ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryRelease(int count, int maximum)
    {
        int state = _state;
        return (state & Notify) == 0
            && (state >> 1) <= maximum - count
            && Interlocked.CompareExchange(ref _state, state + (count * OnePermit), state) == state
            || ReleaseContended(count, maximum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ReleaseContended(int count, int maximum)
    {
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if ((state >> 1) > maximum - count)
            {
                return false;
            }

            if ((state & Notify) != 0)
            {
                return ReleaseToWaiters(count, maximum);
            }

            if (Interlocked.CompareExchange(ref _state, state + (count * OnePermit), state) == state)
            {
                return true;
            }
        }
    }

    private bool ReleaseToWaiters(int count, int maximum)
    {
        using (_waiters.Enter())
        {
            if (Permits > maximum - count)
            {
                return false;
            }

            while (count > 0 && _waiters.First is { WantsHandoff: true })
            {
                _waiters.SignalFirst(Granted);
                count--;
            }

            bool isAdded = count == 0 || TryAdd(count, maximum);
            Rebalance();
            return isAdded;
        }
    }

    private bool TryAdd(int count, int maximum)
    {
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if ((state >> 1) > maximum - count)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, state + (count * OnePermit), state) == state)
            {
                return true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeContended()
    {
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if (state < OnePermit)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, state - OnePermit, state) == state)
            {
                return true;
            }
        }
    }

    private bool TrySpin()
    {
        if (Environment.ProcessorCount == 1)
        {
            return false;
        }

        // Growing pauses and never a yield: the holder of a short section is done within a few of them, and a
        // spinner that read the word more often would only slow the holder down.
        for (int pause = 8; pause <= 256; pause *= 2)
        {
            Thread.SpinWait(pause);
            if (TryTake())
            {
                return true;
            }
        }

        return false;
    }

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            using (_waiters.Enter())
            {
                if (TryTakeContended())
                {
                    return true;
                }

                _waiters.AddLast(waiter);
                Rebalance();
            }

            for (int losses = 1; ; losses++)
            {
                if (!waiter.Park(_waiters, deadline, cancellationToken))
                {
                    return false;
                }

                if (waiter.Outcome == Granted)
                {
                    return true;
                }

                if (Arrive(waiter, losses, deadline, cancellationToken) is { } isTaken)
                {
                    return isTaken;
                }
            }
        }
        finally
        {
            waiter.Return();
        }
    }

    /// <summary>A woken thread competes: true if it took a permit, false if its time is up, null if it queues again.</summary>
    private bool? Arrive(ThreadWaiter waiter, int losses, Deadline deadline, CancellationToken cancellationToken)
    {
        bool isTaken = TrySpin();
        using (_waiters.Enter())
        {
            _arriving--;
            isTaken = isTaken || TryTakeContended();
            bool isOver = isTaken || cancellationToken.IsCancellationRequested || deadline.HasPassed;
            if (!isOver)
            {
                waiter.Reset();
                waiter.WantsHandoff = losses >= LossesBeforeHandoff;
                _waiters.AddFirst(waiter);
            }

            // Whoever leaves or queues again passes the duty to wake on.
            Rebalance();
            if (!isOver)
            {
                return null;
            }
        }

        if (!isTaken)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return isTaken;
    }

    /// <summary>Gives free permits to those who wait and settles who will be told of the next one.</summary>
    private void Rebalance()
    {
        while (true)
        {
            if (_waiters.First is not { } first)
            {
                ClearNotify();
                return;
            }

            if (first.WantsHandoff)
            {
                if (TryTakeContended())
                {
                    _waiters.SignalFirst(Granted);
                    continue;
                }
            }
            else if (Permits > _arriving)
            {
                _arriving++;
                _waiters.SignalFirst(Woken);
                continue;
            }
            else if (_arriving > 0)
            {
                ClearNotify();
                return;
            }

            if (TrySetNotify())
            {
                return;
            }
        }
    }

    private void ClearNotify()
    {
        if ((Volatile.Read(ref _state) & Notify) != 0)
        {
            Interlocked.And(ref _state, ~Notify);
        }
    }

    private bool TrySetNotify()
    {
        int state = Volatile.Read(ref _state);
        return state < OnePermit
            && ((state & Notify) != 0 || Interlocked.CompareExchange(ref _state, state | Notify, state) == state);
    }
}
