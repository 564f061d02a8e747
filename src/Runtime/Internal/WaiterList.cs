namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// A first-in first-out list of waiters, linked through the waiters themselves. Every member but
/// <see cref="TryWithdraw"/> is called inside <see cref="Enter"/>.
/// </summary>
internal sealed class WaiterList : IWaiterOwner
{
    private readonly object _sync;
    private Waiter? _last;

    internal WaiterList()
        : this(new object())
    {
    }

    /// <summary>Several lists of one primitive may share a lock.</summary>
    internal WaiterList(object sync) => _sync = sync;

    internal Waiter? First { get; private set; }

    internal int Count { get; private set; }

    internal Section Enter() => Section.Enter(_sync);

    internal int CountNow()
    {
        using (Enter())
        {
            return Count;
        }
    }

    internal void AddLast(Waiter waiter)
    {
        waiter.Previous = _last;
        waiter.Next = null;
        waiter.IsQueued = true;
        if (_last is null)
        {
            First = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        Count++;
    }

    internal void AddFirst(Waiter waiter)
    {
        if (First is null)
        {
            AddLast(waiter);
            return;
        }

        waiter.Previous = null;
        waiter.Next = First;
        waiter.IsQueued = true;
        First.Previous = waiter;
        First = waiter;
        Count++;
    }

    internal bool Remove(Waiter waiter)
    {
        if (!waiter.IsQueued)
        {
            return false;
        }

        if (waiter.Previous is null)
        {
            First = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }

        waiter.Previous = null;
        waiter.Next = null;
        waiter.IsQueued = false;
        Count--;
        return true;
    }

    /// <summary>Takes the first waiter out and signals it with an outcome; false when nobody waits.</summary>
    internal bool SignalFirst(int outcome = 0)
    {
        if (First is not { } waiter)
        {
            return false;
        }

        Remove(waiter);
        waiter.Outcome = outcome;
        waiter.Signal();
        return true;
    }

    internal void SignalAll(int outcome = 0)
    {
        while (SignalFirst(outcome))
        {
        }
    }

    /// <summary>
    /// Takes everybody out without a signal: none of them can withdraw any more, and each is owed one by <see cref="SignalChain"/>.
    /// </summary>
    internal Waiter? DetachAll()
    {
        Waiter? first = First;
        for (Waiter? waiter = first; waiter is not null; waiter = waiter.Next)
        {
            waiter.IsQueued = false;
            waiter.Previous = null;
        }

        First = null;
        _last = null;
        Count = 0;
        return first;
    }

    internal static void SignalChain(Waiter? first, int outcome)
    {
        while (first is { } waiter)
        {
            // Once signalled the waiter may already stand in another list.
            first = waiter.Next;
            waiter.Next = null;
            waiter.Outcome = outcome;
            waiter.Signal();
        }
    }

    public bool TryWithdraw(Waiter waiter)
    {
        using (Enter())
        {
            return Remove(waiter);
        }
    }
}
