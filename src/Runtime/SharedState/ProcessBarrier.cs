using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A meeting point for a fixed number of parties in several processes: each waits until all have come, then all go on and the
/// barrier can be used again. Python's <c>multiprocessing.Barrier</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. A party that gives up (timeout, cancellation), whose process dies while it waits, or an
/// action that throws breaks the barrier: the others would wait for ever, so they get a <see cref="BrokenBarrierException"/>
/// until <see cref="Reset"/>. A death is noticed within about a tenth of a second. A party that dies before it comes is not
/// known to the barrier: where that can happen, give a timeout.</para>
/// <para>Code does not travel: the action runs in the process that created the barrier, on the thread of the party that came
/// last if that is there, otherwise on a thread of the barrier's own.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessBarrier : IWireSerializable<ProcessBarrier>, IDisposable
{
    private readonly BarrierAction? _action;
    private readonly TimeSpan _timeout;
    private SyncSlot _slot;

    /// <summary>Creates a barrier.</summary>
    /// <param name="parties">How many must come; 1 to 256.</param>
    /// <param name="action">Run once per round before anybody goes on; in this process, whoever came last.</param>
    /// <param name="timeout">How long a party waits if it does not say otherwise; null or −1 ms: for ever.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 256 parties, or a timeout that is negative or longer than 292 years.</exception>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessBarrier(int parties, Action? action = null, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parties, WaiterTable.Capacity);
        _timeout = timeout ?? Timeout.InfiniteTimeSpan;
        Deadline.ThrowIfInvalid(_timeout);
        _slot = SyncSlot.Create(SlotKind.Barrier, WaiterTable.SlotSize);
        Rounds.Initialize(parties, _timeout, action is not null);
        if (action is not null)
        {
            _action = new BarrierAction(_slot, action);
        }
    }

    private ProcessBarrier(SyncSlot slot)
    {
        _slot = slot;
        _timeout = Rounds.Timeout;
    }

    /// <summary>How many must come.</summary>
    public int Parties => Rounds.Parties;

    /// <summary>How many wait now. For display and assertions: it may be out of date on return.</summary>
    /// <exception cref="ObjectDisposedException">The barrier was disposed of, here or by its creator.</exception>
    public int WaitingCount
    {
        get
        {
            _slot.ThrowIfGone(typeof(ProcessBarrier));
            return Rounds.WaitingCount;
        }
    }

    /// <summary>Whether the barrier is broken now.</summary>
    /// <exception cref="ObjectDisposedException">The barrier was disposed of, here or by its creator.</exception>
    public bool IsBroken
    {
        get
        {
            _slot.ThrowIfGone(typeof(ProcessBarrier));
            return Rounds.State == BarrierState.Broken;
        }
    }

    private BarrierRounds Rounds => new(in _slot);

    /// <summary>Waits until all parties have come.</summary>
    /// <param name="timeout">How long to wait; null: as said to the constructor; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait and breaks the barrier for the others.</param>
    /// <returns>A number from 0 to <see cref="Parties"/> − 1, different for each party of the round.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is or was broken, this party's time is up, or a party's process died.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the barrier is broken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="ObjectDisposedException">The barrier was disposed of, here or by its creator.</exception>
    public int Wait(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout ?? _timeout);
        while (true)
        {
            (Arrival arrival, int index, int entry) = Rounds.Arrive(isActionHere: _action is not null);
            switch (arrival)
            {
                case Arrival.LastOfAll:
                    return index;
                case Arrival.LastWithAction:
                    _action!.Run();
                    return index;
                case Arrival.Waits:
                    Park(entry, deadline, cancellationToken);
                    return index;
                case Arrival.TooEarly:
                    AwaitAction(deadline, cancellationToken);
                    break;
                default:
                    throw BarrierRounds.Broken();
            }
        }
    }

    /// <summary>Makes the barrier as new. Who waits in it gets a <see cref="BrokenBarrierException"/>.</summary>
    /// <exception cref="ObjectDisposedException">The barrier was disposed of, here or by its creator.</exception>
    public void Reset() => Rounds.End(BarrierState.Filling);

    /// <summary>Breaks the barrier: who waits, and who comes until <see cref="Reset"/>, gets a <see cref="BrokenBarrierException"/>.</summary>
    /// <exception cref="ObjectDisposedException">The barrier was disposed of, here or by its creator.</exception>
    public void Abort() => Rounds.End(BarrierState.Broken);

    /// <summary>Closes this handle. The creator's handle ends the barrier: who waits in any process gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _slot.Dispose();

    /// <summary>"broken", or how many of the parties wait: <c>waiters=2/3</c>.</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() =>
        $"{nameof(ProcessBarrier)} ({(_slot.IsGone ? "disposed" : IsBroken ? "broken" : $"waiters={WaitingCount}/{Parties}")})";

    /// <summary>Writes where the barrier lies, not what it is: the reader opens the same barrier. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a barrier of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The barrier was disposed of, or its creator has ended.</exception>
    public static ProcessBarrier ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(ProcessBarrier));
        return _slot.Address.ToString();
    }

    /// <exception cref="SharedStateLostException">The barrier was disposed of, or its creator has ended.</exception>
    internal static ProcessBarrier Attach(string description) =>
        new(SyncSlot.Attach(SharedAddress.Parse(description), WaiterTable.SlotSize, SlotKind.Barrier));

    private void Park(int entry, Deadline deadline, CancellationToken cancellationToken)
    {
        WaiterTable waiters = new(in _slot);
        while (waiters.StateOf(entry) == WaiterTable.Waiting)
        {
            _slot.ThrowIfGone(typeof(ProcessBarrier));
            if (waiters.HasDead() || Rounds.IsActionLost)
            {
                Rounds.Break();
                continue;
            }

            // Once all have come the round counts, and only its action has yet to end: nobody can give up any more.
            bool givesUp = deadline.HasPassed || cancellationToken.IsCancellationRequested;
            if (givesUp && Rounds.TryGiveUp(entry))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw BarrierRounds.Broken();
            }

            waiters.Sleep(entry, givesUp ? Deadline.Never : deadline, givesUp ? CancellationToken.None : cancellationToken);
        }

        bool isPassed = waiters.StateOf(entry) == WaiterTable.Passed;
        waiters.Remove(entry);
        if (!isPassed)
        {
            throw BarrierRounds.Broken();
        }
    }

    /// <summary>Who comes while the action of a round runs belongs to the next.</summary>
    private void AwaitAction(Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            _slot.ThrowIfGone(typeof(ProcessBarrier));
            int wakeups = Volatile.Read(ref _slot.Wakeups);
            if (Rounds.State is BarrierState.Filling or BarrierState.Broken)
            {
                return;
            }

            if (Rounds.IsActionLost || deadline.HasPassed || cancellationToken.IsCancellationRequested)
            {
                Rounds.Break();
                cancellationToken.ThrowIfCancellationRequested();
                throw BarrierRounds.Broken();
            }

            _slot.Sleep(wakeups, deadline, cancellationToken);
        }
    }
}
