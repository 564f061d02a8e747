using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime;

/// <content>How a put and a get wait.</content>
public partial class BlockingQueue<T>
{
    private enum Turn
    {
        Done,
        Expired,
        MustWait,
        Queued,
    }

    private bool Put(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Turn turn = TryPutNow(item, null, false, deadline.HasPassed);
        return turn == Turn.MustWait ? PutSlowly(item, deadline, cancellationToken) : turn == Turn.Done;
    }

    private bool Get([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Turn turn = TryGetNow(out item, null, false, deadline.HasPassed);
        return turn == Turn.MustWait ? GetSlowly(out item, deadline, cancellationToken) : turn == Turn.Done;
    }

    private bool PutSlowly(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        SpinWhile(forItem: false);
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            bool hasArrived = false;
            while (true)
            {
                bool isOver = deadline.HasPassed || cancellationToken.IsCancellationRequested;
                Turn turn = TryPutNow(item, waiter, hasArrived, isOver);
                if (turn == Turn.Expired)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (turn != Turn.Queued)
                {
                    return turn == Turn.Done;
                }

                if (!waiter.Park(_putters, deadline, cancellationToken))
                {
                    return false;
                }

                hasArrived = true;
                waiter.Reset();
            }
        }
        finally
        {
            waiter.Return();
        }
    }

    private bool GetSlowly([MaybeNullWhen(false)] out T item, Deadline deadline, CancellationToken cancellationToken)
    {
        SpinWhile(forItem: true);
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            bool hasArrived = false;
            while (true)
            {
                bool isOver = deadline.HasPassed || cancellationToken.IsCancellationRequested;
                Turn turn = TryGetNow(out item, waiter, hasArrived, isOver);
                if (turn == Turn.Expired)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (turn != Turn.Queued)
                {
                    return turn == Turn.Done;
                }

                if (!waiter.Park(_getters, deadline, cancellationToken))
                {
                    return false;
                }

                hasArrived = true;
                waiter.Reset();
            }
        }
        finally
        {
            waiter.Return();
        }
    }

    private ValueTask<bool> PutAsync(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        try
        {
            Turn turn = TryPutNow(item, null, false, deadline.HasPassed);
            return turn == Turn.MustWait
                ? PutLaterAsync(item, deadline, cancellationToken)
                : new ValueTask<bool>(turn == Turn.Done);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<bool>(exception);
        }
    }

    private async ValueTask<bool> PutLaterAsync(T item, Deadline deadline, CancellationToken cancellationToken)
    {
        bool hasArrived = false;
        while (true)
        {
            var waiter = new TaskWaiter(_putters);
            bool isOver = deadline.HasPassed || cancellationToken.IsCancellationRequested;
            Turn turn = TryPutNow(item, waiter, hasArrived, isOver);
            if (turn == Turn.Expired)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (turn != Turn.Queued)
            {
                return turn == Turn.Done;
            }

            if (!await waiter.WaitAsync(deadline, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            hasArrived = true;
        }
    }

    private ValueTask<(bool Success, T Item)> GetAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<(bool, T)>(cancellationToken);
        }

        try
        {
            Turn turn = TryGetNow(out T? item, null, false, deadline.HasPassed);
            return turn == Turn.MustWait
                ? GetLaterAsync(deadline, cancellationToken)
                : new ValueTask<(bool, T)>((turn == Turn.Done, item!));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<(bool, T)>(exception);
        }
    }

    private async ValueTask<(bool Success, T Item)> GetLaterAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        bool hasArrived = false;
        while (true)
        {
            var waiter = new TaskWaiter(_getters);
            bool isOver = deadline.HasPassed || cancellationToken.IsCancellationRequested;
            Turn turn = TryGetNow(out T? item, waiter, hasArrived, isOver);
            if (turn == Turn.Expired)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (turn != Turn.Queued)
            {
                return (turn == Turn.Done, item!);
            }

            if (!await waiter.WaitAsync(deadline, cancellationToken).ConfigureAwait(false))
            {
                return (false, default!);
            }

            hasArrived = true;
        }
    }

    /// <summary>
    /// One attempt under the lock. Without room it stands the waiter in line if there is one, the first place for one that
    /// was woken and came too late.
    /// </summary>
    private Turn TryPutNow(T item, Waiter? waiter, bool hasArrived, bool isOver)
    {
        Lock();
        try
        {
            if (hasArrived)
            {
                _arrivingPutters--;
            }

            if (_isClosed)
            {
                throw Closed("put into it");
            }

            if (HasRoom)
            {
                OnPut(item);
                _count++;
                _unfinished++;
                return Turn.Done;
            }

            return isOver ? Turn.Expired : StandInLine(_putters, waiter, hasArrived);
        }
        finally
        {
            Unlock();
        }
    }

    private Turn TryGetNow([MaybeNull] out T item, Waiter? waiter, bool hasArrived, bool isOver)
    {
        Lock();
        try
        {
            if (hasArrived)
            {
                _arrivingGetters--;
            }

            if (_count > 0)
            {
                item = OnGet();
                _count--;
                return Turn.Done;
            }

            item = default;
            if (_isClosed)
            {
                throw Closed("got from it");
            }

            return isOver ? Turn.Expired : StandInLine(_getters, waiter, hasArrived);
        }
        finally
        {
            Unlock();
        }
    }

    private static Turn StandInLine(WaiterList list, Waiter? waiter, bool hasArrived)
    {
        if (waiter is null)
        {
            return Turn.MustWait;
        }

        using (list.Enter())
        {
            if (hasArrived)
            {
                list.AddFirst(waiter);
            }
            else
            {
                list.AddLast(waiter);
            }
        }

        return Turn.Queued;
    }

    private bool Join(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThreadWaiter waiter = ThreadWaiter.Rent();
        try
        {
            return IsAllDoneOrQueued(waiter, deadline) ?? waiter.Park(_joiners, deadline, cancellationToken);
        }
        finally
        {
            waiter.Return();
        }
    }

    private Task<bool> JoinAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        var waiter = new TaskWaiter(_joiners);
        return IsAllDoneOrQueued(waiter, deadline) is { } isDone
            ? Task.FromResult(isDone)
            : waiter.WaitAsync(deadline, cancellationToken);
    }

    private bool? IsAllDoneOrQueued(Waiter waiter, Deadline deadline)
    {
        Lock();
        try
        {
            if (_unfinished == 0 || deadline.HasPassed)
            {
                return _unfinished == 0;
            }

            using (_joiners.Enter())
            {
                _joiners.AddLast(waiter);
            }

            return null;
        }
        finally
        {
            Unlock();
        }
    }

    private void FinishOne()
    {
        if (--_unfinished == 0 && _joiners.Count > 0)
        {
            using (_joiners.Enter())
            {
                _joiners.SignalAll();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Lock()
    {
        if (!_gate.TryTakeOnly())
        {
            // The lock is held for moments only, and a half-done step must not be broken off by an interrupt.
            _gate.TakeUninterruptibly();
        }
    }

    /// <summary>Leaves the lock and then wakes who can go on now. Waking under the lock would let the woken run into it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlock()
    {
        bool wakesGetter = _getters.Count > 0 && _arrivingGetters == 0 && _count > 0;
        bool wakesPutter = _putters.Count > 0 && _arrivingPutters == 0 && HasRoom;
        if (wakesGetter || wakesPutter)
        {
            UnlockAndWake(wakesGetter, wakesPutter);
        }
        else
        {
            LeaveGate();
        }
    }

    private void UnlockAndWake(bool wakesGetter, bool wakesPutter)
    {
        _arrivingGetters += wakesGetter ? 1 : 0;
        _arrivingPutters += wakesPutter ? 1 : 0;
        LeaveGate();

        // Who was to be woken may have given up meanwhile; then the duty comes back to whoever can be woken now.
        bool isGetterMissing = wakesGetter && !Wake(_getters);
        bool isPutterMissing = wakesPutter && !Wake(_putters);
        if (isGetterMissing || isPutterMissing)
        {
            Lock();
            _arrivingGetters -= isGetterMissing ? 1 : 0;
            _arrivingPutters -= isPutterMissing ? 1 : 0;
            Unlock();
        }
    }

    private void LeaveGate()
    {
        if (!_gate.TryReturnOnly())
        {
            _gate.TryRelease(1, 1);
        }
    }

    private static bool Wake(WaiterList list)
    {
        using (list.Enter())
        {
            return list.SignalFirst();
        }
    }

    private static void WakeAll(WaiterList list, ref int arriving)
    {
        using (list.Enter())
        {
            arriving += list.Count;
            list.SignalAll();
        }
    }

    private void SpinWhile(bool forItem)
    {
        var spinner = new SpinWait();
        while (!spinner.NextSpinWillYield && (forItem ? _count == 0 : !HasRoom) && !_isClosed)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static QueueClosedException Closed(string what) => new($"The queue is closed: nothing more can be {what}. End the loop here, or create a new queue.");
}
