using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>
/// The place of every lock in one global order, given out when a lock is first used in a set: our locks keep it in a
/// field, other objects in a table that does not keep them alive. And how each kind is taken and released.
/// </summary>
internal static class LockOrder
{
    // A monitor cannot wait for a token, so it looks this often.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private static readonly ConditionalWeakTable<object, StrongBox<long>> s_places = [];
    private static long s_lastPlace;

    internal static long PlaceOf(object item)
    {
        if (item is not IOrderedLock ordered)
        {
            return s_places.GetValue(item, static _ => new StrongBox<long>(Interlocked.Increment(ref s_lastPlace))).Value;
        }

        ref long place = ref ordered.Order;
        if (Volatile.Read(ref place) == 0)
        {
            Interlocked.CompareExchange(ref place, Interlocked.Increment(ref s_lastPlace), 0);
        }

        return Volatile.Read(ref place);
    }

    internal static bool TryTake(object item, Deadline deadline, CancellationToken cancellationToken)
    {
        if (item is IOrderedLock ordered)
        {
            return ordered.TryAcquire(TimeLeft(deadline), cancellationToken);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan left = TimeLeft(deadline);
            bool isSliced = cancellationToken.CanBeCanceled && (left == Timeout.InfiniteTimeSpan || left > Slice);
            if (TryEnter(item, isSliced ? Slice : left))
            {
                return true;
            }

            if (!isSliced && deadline.HasPassed)
            {
                return false;
            }
        }
    }

    internal static void Release(object item)
    {
        switch (item)
        {
            case IOrderedLock ordered:
                ordered.Release();
                break;
#if NET9_0_OR_GREATER
            case Lock scoped:
                scoped.Exit();
                break;
#endif
            default:
                Monitor.Exit(item);
                break;
        }
    }

    private static bool TryEnter(object item, TimeSpan timeout) =>
#if NET9_0_OR_GREATER
        item is Lock scoped ? scoped.TryEnter(timeout) :
#endif
        Monitor.TryEnter(item, timeout);

    private static TimeSpan TimeLeft(Deadline deadline) => TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds());
}
