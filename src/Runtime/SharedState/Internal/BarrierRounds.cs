namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>The words of a barrier. They change inside the slot's latch; who dies in it breaks the barrier.</summary>
internal readonly ref struct BarrierRounds
{
    private const int CountAt = SyncSlot.OwnWordsAt + 4;
    private const int StateAt = SyncSlot.OwnWordsAt + 8;
    private const int RoundAt = SyncSlot.OwnWordsAt + 12;
    private const int PartiesAt = SyncSlot.OwnWordsAt + 16;

    private const int HasActionAt = SyncSlot.OwnWordsAt + 20;

    private readonly ref readonly SyncSlot _slot;

    internal BarrierRounds(in SyncSlot slot) => _slot = ref slot;

    internal int Parties => Math.Clamp(_slot.Int(PartiesAt), 1, WaiterTable.Capacity);

    internal TimeSpan Timeout => TimeSpan.FromTicks(_slot.Thread);

    internal BarrierState State => (BarrierState)Volatile.Read(ref _slot.Int(StateAt));

    internal int Round => Volatile.Read(ref _slot.Int(RoundAt));

    internal int WaitingCount => State == BarrierState.Filling ? Volatile.Read(ref _slot.Int(CountAt)) : 0;

    /// <summary>The process that should run the action has died.</summary>
    internal bool IsActionLost =>
        State is BarrierState.ActionAsked or BarrierState.ActionRuns
        && ProcessToken.IsDead(ProcessToken.Of(_slot.Address.Owner));

    private WaiterTable Waiters => new(in _slot);

    private bool HasAction => _slot.Int(HasActionAt) != 0;

    internal static BrokenBarrierException Broken() => new(
        "The barrier is broken: a party gave up or died, its action threw, or somebody aborted or reset it. Call Reset() once all parties know.");

    internal void Initialize(int parties, TimeSpan timeout, bool hasAction)
    {
        _slot.Int(PartiesAt) = parties;
        _slot.Int(HasActionAt) = hasAction ? 1 : 0;

        // No barrier has an owning thread, whose word is free for the default timeout.
        _slot.Thread = timeout.Ticks;
    }

    internal (Arrival Arrival, int Index, int Entry) Arrive(bool isActionHere)
    {
        EnterLatch();
        try
        {
            switch (State)
            {
                case BarrierState.Broken:
                    return (Arrival.Refused, 0, -1);
                case BarrierState.ActionAsked or BarrierState.ActionRuns:
                    return (Arrival.TooEarly, 0, -1);
                default:
                    int index = _slot.Int(CountAt)++;
                    return index >= Parties - 1 ? ArriveLast(index, isActionHere) : Join(index);
            }
        }
        finally
        {
            ExitLatch();
        }
    }

    /// <summary>The action begins: false if the round that asked for it is over.</summary>
    internal bool TryStartAction()
    {
        EnterLatch();
        bool isAsked = State == BarrierState.ActionAsked;
        if (isAsked)
        {
            SetState(BarrierState.ActionRuns);
        }

        ExitLatch();
        return isAsked;
    }

    /// <summary>The action has ended well: lets the round's parties go.</summary>
    /// <returns>False: the round was broken meanwhile.</returns>
    internal bool TryFinishAction(int round)
    {
        EnterLatch();
        bool isThis = State == BarrierState.ActionRuns && Round == round;
        if (isThis)
        {
            Pass();
        }

        ExitLatch();
        if (isThis)
        {
            _slot.WakeAll();
        }

        return isThis;
    }

    /// <summary>A party's time is up: breaks the barrier, unless all have come.</summary>
    internal bool TryGiveUp(int entry)
    {
        EnterLatch();
        bool canGiveUp = Waiters.StateOf(entry) == WaiterTable.Waiting && State == BarrierState.Filling;
        if (canGiveUp)
        {
            Waiters.Remove(entry);
            Refuse(BarrierState.Broken);
        }

        ExitLatch();
        return canGiveUp;
    }

    /// <summary>Breaks the barrier because of a death or an action that threw.</summary>
    internal void Break() => End(BarrierState.Broken);

    internal void End(BarrierState next)
    {
        EnterLatch();
        Refuse(next);
        if (next == BarrierState.Filling)
        {
            Waiters.RemoveDead(evenPassed: true);
        }

        ExitLatch();
        _slot.WakeAll();
    }

    private (Arrival Arrival, int Index, int Entry) ArriveLast(int index, bool isActionHere)
    {
        if (!HasAction)
        {
            Pass();
            return (Arrival.LastOfAll, index, -1);
        }

        if (isActionHere)
        {
            SetState(BarrierState.ActionRuns);
            return (Arrival.LastWithAction, index, -1);
        }

        SetState(BarrierState.ActionAsked);
        return Join(index);
    }

    private (Arrival Arrival, int Index, int Entry) Join(int index)
    {
        int entry = Waiters.Add();
        if (entry >= 0)
        {
            return (Arrival.Waits, index, entry);
        }

        // Parties of earlier rounds have not all left, which takes threads beyond the parties that wait again and again.
        _slot.Int(CountAt)--;
        return (Arrival.TooEarly, 0, -1);
    }

    private void Pass()
    {
        Waiters.SignalAll(WaiterTable.Passed);
        _slot.Int(CountAt) = 0;
        _slot.Int(RoundAt)++;
        SetState(BarrierState.Filling);
    }

    private void Refuse(BarrierState next)
    {
        Waiters.SignalAll(WaiterTable.Refused);
        _slot.Int(CountAt) = 0;
        _slot.Int(RoundAt)++;
        SetState(next);
    }

    private void SetState(BarrierState state) => Volatile.Write(ref _slot.Int(StateAt), (int)state);

    private void EnterLatch()
    {
        if (OwnerWord.Latch(_slot, typeof(ProcessBarrier)))
        {
            Refuse(BarrierState.Broken);
        }
    }

    /// <summary>Tells the creator's helper, which sleeps on the same word as who came too early.</summary>
    private void ExitLatch()
    {
        bool isAsked = State == BarrierState.ActionAsked;
        OwnerWord.Release(_slot);
        if (isAsked)
        {
            _slot.WakeAll();
        }
    }
}
