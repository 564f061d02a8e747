using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.Channels;

/// <summary>
/// Serialised items in order of arrival, in the process that owns them. Threads of the owner and calls of other processes
/// wait in the same lines, and what comes is handed straight to who waits longest.
/// </summary>
/// <remarks>Invariants: who waits for an item means no item is stored; who waits for room means there is none.</remarks>
internal sealed partial class Mailbox : SyncPoint
{
    private readonly int _maxItems;
    private readonly long _maxBytes;
    private readonly Queue<Parcel> _items = new();

    // Delivered to a process that died before it had them: they go out first, in the order in which they came.
    private readonly PriorityQueue<Parcel, long> _returned = new();
    private readonly WaiterList _getters;
    private readonly WaiterList _putters;
    private readonly WaiterList _joiners;
    private readonly WaiterList _pollers;
    private long _bytes;
    private long _unfinished;
    private long _lastNumber;
    private ReplyStatus _end;

    /// <param name="maxItems">How many items fit in; 0 or less: any number.</param>
    /// <param name="maxBytes">Nothing more is stored once the items have so many bytes; 0: no bound.</param>
    internal Mailbox(int maxItems, long maxBytes)
    {
        _maxItems = maxItems;
        _maxBytes = maxBytes;
        _getters = new WaiterList(Sync);
        _putters = new WaiterList(Sync);
        _joiners = new WaiterList(Sync);
        _pollers = new WaiterList(Sync);
    }

    /// <summary>Told once, outside of all locks, when nothing more can be put.</summary>
    internal event Action? Ended;

    internal int Count
    {
        get
        {
            using (Enter())
            {
                return Stored;
            }
        }
    }

    internal bool IsFull
    {
        get
        {
            using (Enter())
            {
                return !HasRoom;
            }
        }
    }

    /// <summary>For tests: how many wait for an item, for room, and for everything to be done.</summary>
    internal (int Getters, int Putters, int Joiners) Waiting
    {
        get
        {
            using (Enter())
            {
                return (_getters.Count, _putters.Count, _joiners.Count);
            }
        }
    }

    /// <summary>Ok while it is open.</summary>
    internal ReplyStatus End
    {
        get
        {
            using (Enter())
            {
                return _end;
            }
        }
    }

    private int Stored => _items.Count + _returned.Count;

    private bool HasRoom => (_maxItems <= 0 || Stored < _maxItems) && (_maxBytes <= 0 || _bytes < _maxBytes);

    private bool HasPollResult => Stored > 0 || _end != ReplyStatus.Ok;

    /// <summary>One attempt to put. <c>null</c>: the waiter stands in line now.</summary>
    internal ReplyStatus? TryPut(byte[] payload, Waiter? waiter, Deadline deadline)
    {
        using (Enter())
        {
            if (_end != ReplyStatus.Ok)
            {
                return _end;
            }

            if (HasRoom)
            {
                Store(NextParcel(payload));
                return ReplyStatus.Ok;
            }

            if (deadline.HasPassed || waiter is null)
            {
                return ReplyStatus.Expired;
            }

            waiter.Gift = payload;
            StandInLine(_putters, waiter, deadline);
            return null;
        }
    }

    /// <summary>Stores what was already on its way when the mailbox was closed, as if it had come before.</summary>
    internal void PutLate(byte[] payload)
    {
        using (Enter())
        {
            if (_end == ReplyStatus.Closed)
            {
                Store(NextParcel(payload));
            }
        }
    }

    /// <summary>One attempt to take. <c>null</c>: the waiter stands in line now, and the parcel will be its gift.</summary>
    internal ReplyStatus? TryGet(out Parcel? parcel, Waiter? waiter, Deadline deadline)
    {
        using (Enter())
        {
            parcel = null;
            if (Stored > 0)
            {
                parcel = TakeFirst();
                return ReplyStatus.Ok;
            }

            if (_end != ReplyStatus.Ok)
            {
                return _end;
            }

            if (deadline.HasPassed || waiter is null)
            {
                return ReplyStatus.Expired;
            }

            StandInLine(_getters, waiter, deadline);
            return null;
        }
    }

    /// <summary>Whether a get would end at once: there is an item, or there will never be one.</summary>
    internal ReplyStatus? TryPoll(Waiter? waiter, Deadline deadline)
    {
        using (Enter())
        {
            if (HasPollResult)
            {
                return ReplyStatus.Ok;
            }

            if (deadline.HasPassed || waiter is null)
            {
                return ReplyStatus.Expired;
            }

            StandInLine(_pollers, waiter, deadline);
            return null;
        }
    }

    /// <summary>Whether everything that was put was also reported as done.</summary>
    internal ReplyStatus? TryJoin(Waiter? waiter, Deadline deadline)
    {
        using (Enter())
        {
            if (_unfinished == 0 || _end == ReplyStatus.Gone)
            {
                return _unfinished == 0 ? ReplyStatus.Ok : _end;
            }

            if (deadline.HasPassed || waiter is null)
            {
                return ReplyStatus.Expired;
            }

            StandInLine(_joiners, waiter, deadline);
            return null;
        }
    }

    /// <summary>False: more is done than was put.</summary>
    internal bool TryFinishOne()
    {
        using (Enter())
        {
            if (_unfinished == 0)
            {
                return false;
            }

            Finish(1);
            return true;
        }
    }

    /// <summary>Takes an item back that did not arrive: its consumer died.</summary>
    internal void Redeliver(Parcel parcel)
    {
        using (Enter())
        {
            if (_end == ReplyStatus.Gone)
            {
                return;
            }

            if (_getters.First is { } getter)
            {
                Hand(getter, parcel);
                return;
            }

            _returned.Enqueue(parcel, parcel.Number);
            _bytes += parcel.Payload.Length;
            _pollers.SignalAll(Signal(ReplyStatus.Ok));
        }
    }

    /// <summary>From now on nothing can be put, and nothing can be taken when nothing is left.</summary>
    /// <param name="isImmediate">True: what is there is dropped and counts as done.</param>
    internal void Close(bool isImmediate) => Close(ReplyStatus.Closed, isImmediate);

    /// <summary>From now on nothing works.</summary>
    internal void Dispose() => Close(ReplyStatus.Gone, isImmediate: true);

    private void Close(ReplyStatus end, bool isImmediate)
    {
        bool isFirst;
        using (Enter())
        {
            isFirst = _end == ReplyStatus.Ok;
            _end = end > _end ? end : _end;
            if (isImmediate)
            {
                Drop();
            }

            _getters.SignalAll(Signal(_end));
            _putters.SignalAll(Signal(_end));
            _pollers.SignalAll(Signal(ReplyStatus.Ok));
            if (end == ReplyStatus.Gone)
            {
                _joiners.SignalAll(Signal(ReplyStatus.Gone));
            }
        }

        if (isFirst)
        {
            Ended?.Invoke();
        }
    }

    private static int Signal(ReplyStatus status) => (int)status + 1;

    private static void StandInLine(WaiterList list, Waiter waiter, Deadline deadline)
    {
        list.AddLast(waiter);
        if (waiter is RemoteWaiter remote)
        {
            remote.List = list;
            remote.Arm(deadline);
        }
        else if (waiter is TaskWaiter task)
        {
            task.Owner = list;
        }
    }

    private Parcel NextParcel(byte[] payload)
    {
        _unfinished++;
        return new Parcel(payload, ++_lastNumber);
    }

    private void Store(Parcel parcel)
    {
        if (_getters.First is { } getter)
        {
            Hand(getter, parcel);
            return;
        }

        _items.Enqueue(parcel);
        _bytes += parcel.Payload.Length;
        _pollers.SignalAll(Signal(ReplyStatus.Ok));
    }

    private void Hand(Waiter getter, Parcel parcel)
    {
        getter.Gift = parcel;
        _getters.SignalFirst(Signal(ReplyStatus.Ok));
    }

    private Parcel TakeFirst()
    {
        Parcel parcel = _returned.Count > 0 ? _returned.Dequeue() : _items.Dequeue();
        _bytes -= parcel.Payload.Length;
        while (HasRoom && _putters.First is { } putter)
        {
            Store(NextParcel((byte[])putter.Gift!));
            putter.Gift = null;
            _putters.SignalFirst(Signal(ReplyStatus.Ok));
        }

        return parcel;
    }

    private void Drop()
    {
        int count = Stored;
        _items.Clear();
        _returned.Clear();
        _bytes = 0;
        Finish((int)Math.Min(count, _unfinished));
    }

    private void Finish(int count)
    {
        _unfinished -= count;
        if (_unfinished == 0)
        {
            _joiners.SignalAll(Signal(ReplyStatus.Ok));
        }
    }
}
