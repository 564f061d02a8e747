using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A meeting point for a fixed number of parties: each waits until all have come, then all go on and the barrier can be
/// used again. Python's <c>threading.Barrier</c>.
/// </summary>
/// <remarks>
/// All members are thread-safe; the action runs outside the barrier's lock, on the thread that came last. A party that gives up (timeout, cancellation, interrupt) or an action that throws breaks
/// the barrier: the others would wait for ever, so they get a <see cref="BrokenBarrierException"/> until <see cref="Reset"/>.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CyclicBarrier
{
    private enum State
    {
        Filling,
        RunningAction,
        Broken,
    }

    // What a waiter is signalled with; 0 is a wait that ended without a signal.
    private const int Passed = 1;
    private const int Refused = 2;
    private const int TryAgain = 3;

    private readonly object _sync = new();
    private readonly WaiterList _waiters;
    private readonly Line _waitingLine;

    // Parties that come while the action runs belong to the next round and may enter it only afterwards.
    private readonly WaiterList _early;
    private readonly Line _earlyLine;
    private readonly Action? _action;
    private readonly TimeSpan _timeout;
    private State _state;

    // The parties of the round whose action runs. All have come, so none of them can give up any more.
    private Waiter? _released;
    private int _round;

    // One of the early parties gave up: that breaks their round, not the one whose action runs.
    private bool _isNextBroken;

    /// <summary>Creates a barrier.</summary>
    /// <param name="parties">How many must come; at least 1.</param>
    /// <param name="action">Run once per round, by the party that came last, before anybody goes on.</param>
    /// <param name="timeout">How long a party waits if it does not say otherwise; null or −1 ms: for ever.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one party, or a timeout that is negative or longer than 292 years.</exception>
    public CyclicBarrier(int parties, Action? action = null, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _timeout = timeout ?? Timeout.InfiniteTimeSpan;
        Deadline.ThrowIfInvalid(_timeout);
        Parties = parties;
        _action = action;
        _waiters = new WaiterList(_sync);
        _early = new WaiterList(_sync);
        _waitingLine = new Line(this, _waiters);
        _earlyLine = new Line(this, _early);
    }

    /// <summary>How many must come.</summary>
    public int Parties { get; }

    /// <summary>How many wait now. For display and assertions: it may be out of date on return.</summary>
    public int WaitingCount
    {
        get
        {
            using (Section.Enter(_sync))
            {
                return _state == State.Filling ? _waiters.Count : 0;
            }
        }
    }

    /// <summary>Whether the barrier is broken now.</summary>
    public bool IsBroken
    {
        get
        {
            using (Section.Enter(_sync))
            {
                return _state == State.Broken || _isNextBroken;
            }
        }
    }

    /// <summary>Waits until all parties have come.</summary>
    /// <param name="timeout">How long to wait; null: as said to the constructor; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait and breaks the barrier for the others.</param>
    /// <returns>A number from 0 to <see cref="Parties"/> − 1, different for each party of the round.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is or was broken, or this party's time is up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the barrier is broken.</exception>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited; the barrier is broken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public int Wait(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout ?? _timeout);
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            while (true)
            {
                Line? line = Arrive(waiter, out int index);
                if (line is null)
                {
                    return index;
                }

                Park(waiter, line, deadline, cancellationToken);
                if (Conclude(waiter.Outcome))
                {
                    return index;
                }

                waiter.Reset();
            }
        }
        finally
        {
            waiter.Return();
        }
    }

    /// <summary>Waits until all parties have come, without blocking the thread.</summary>
    /// <param name="timeout">How long to wait; null: as said to the constructor; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait and breaks the barrier for the others.</param>
    /// <returns>A number from 0 to <see cref="Parties"/> − 1, different for each party of the round.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is or was broken, or this party's time is up.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<int> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync(Deadline.After(timeout ?? _timeout), cancellationToken);

    /// <summary>Makes the barrier as new. Who waits in it gets a <see cref="BrokenBarrierException"/>.</summary>
    public void Reset()
    {
        using (Section.Enter(_sync))
        {
            RefuseRound(State.Filling);
            _early.SignalAll(TryAgain);
        }
    }

    /// <summary>Breaks the barrier: who waits, and who comes until <see cref="Reset"/>, gets a <see cref="BrokenBarrierException"/>.</summary>
    public void Abort()
    {
        using (Section.Enter(_sync))
        {
            RefuseRound(State.Broken);
            _early.SignalAll(Refused);
        }
    }

    /// <summary>"broken", or how many of the parties wait: <c>waiters=2/3</c>.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() =>
        $"{nameof(CyclicBarrier)} ({(IsBroken ? "broken" : $"waiters={WaitingCount}/{Parties}")})";

    private async Task<int> WaitAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiter = new TaskWaiter(_waiters);
            Line? line = Arrive(waiter, out int index);
            if (line is null)
            {
                return index;
            }

            waiter.Owner = line;
            await waiter.WaitAsync(deadline, cancellationToken).ConfigureAwait(false);
            if (Conclude(waiter.Outcome))
            {
                return index;
            }
        }
    }

    /// <summary>Enters the round. Null: this party was the last and the round is over; otherwise the line it stands in.</summary>
    private Line? Arrive(Waiter waiter, out int index)
    {
        int round;
        using (Section.Enter(_sync))
        {
            index = _waiters.Count;
            if (_state == State.Broken || _isNextBroken)
            {
                throw Broken();
            }

            if (_state == State.RunningAction)
            {
                _early.AddLast(waiter);
                return _earlyLine;
            }

            if (index < Parties - 1)
            {
                _waiters.AddLast(waiter);
                return _waitingLine;
            }

            if (_action is null)
            {
                _waiters.SignalAll(Passed);
                return null;
            }

            _released = _waiters.DetachAll();
            _state = State.RunningAction;
            round = ++_round;
        }

        RunAction(round);
        return null;
    }

    /// <summary>Runs the action outside the lock, so that it may use the barrier's properties or abort it.</summary>
    private void RunAction(int round)
    {
        try
        {
            _action!();
        }
        catch
        {
            BreakUnlessOver(round);
            throw;
        }

        using (Section.Enter(_sync))
        {
            if (_state != State.RunningAction || _round != round)
            {
                throw Broken();
            }

            _state = _isNextBroken ? State.Broken : State.Filling;
            _isNextBroken = false;
            Waiter? released = _released;
            _released = null;
            WaiterList.SignalChain(released, Passed);
            _early.SignalAll(TryAgain);
        }
    }

    /// <summary>Breaks the barrier for a round whose action threw. Somebody may have reset it meanwhile: then that round is history.</summary>
    private void BreakUnlessOver(int round)
    {
        using (Section.Enter(_sync))
        {
            if (_state == State.RunningAction && _round == round)
            {
                RefuseRound(State.Broken);
                _early.SignalAll(Refused);
            }
        }
    }

    private static void Park(ThreadWaiter waiter, Line line, Deadline deadline, CancellationToken cancellationToken)
    {
        waiter.Spin();
        if (waiter.Park(line, deadline, cancellationToken))
        {
            // The time may have run out after the last party had come: the round counts, only its action has yet to end.
            waiter.AwaitSignal();
        }
    }

    /// <summary>True: the round is over. False: enter again. Neither: it was refused, or this party's time is up.</summary>
    private static bool Conclude(int outcome) => outcome switch
    {
        Passed => true,
        TryAgain => false,
        _ => throw Broken(),
    };

    private void RefuseRound(State next)
    {
        _state = next;
        _isNextBroken = false;
        _round++;
        Waiter? released = _released;
        _released = null;
        WaiterList.SignalChain(released, Refused);
        _waiters.SignalAll(Refused);
    }

    /// <summary>Who gives up takes the others of the round along.</summary>
    private void GiveUp(WaiterList list)
    {
        if (list == _early)
        {
            _isNextBroken = true;
            _early.SignalAll(Refused);
        }
        else
        {
            RefuseRound(State.Broken);
        }
    }

    private static BrokenBarrierException Broken() => new(
        "The barrier is broken: a party gave up, its action threw, or somebody aborted or reset it. Call Reset() once all parties know.");

    /// <summary>A line that a party leaves only by breaking the barrier, in one step: between two a reset would be undone.</summary>
    private sealed class Line(CyclicBarrier barrier, WaiterList list) : IWaiterOwner
    {
        public bool TryWithdraw(Waiter waiter)
        {
            using (list.Enter())
            {
                bool isRemoved = list.Remove(waiter);
                if (isRemoved)
                {
                    barrier.GiveUp(list);
                }

                return isRemoved;
            }
        }
    }
}
