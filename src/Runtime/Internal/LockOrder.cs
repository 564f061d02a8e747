using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.SharedState;

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

    /// <summary>What an item's lock is: the item, or for a condition its lock. Refuses what would only seem to be locked.</summary>
    internal static object Lockable(object item, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(item, parameterName);
        if (item is ValueType)
        {
            throw new ArgumentException(
                $"A {item.GetType().Name} is boxed anew at every call, so its lock excludes nobody; pass an object that is kept in a field.", parameterName);
        }

        if (item is CountingSemaphore or SemaphoreSlim or WaitHandle or ReaderWriterLockSlim or ISharedLock || IsUnknownLock(item))
        {
            throw new ArgumentException(
                $"A {item.GetType().Name} is taken by its own methods, not by its monitor, and does not belong into a set; pass a lock that guards the same data.", parameterName);
        }

        return item is ConditionVariable condition ? condition.Gate : item;
    }

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

    /// <summary>A program for .NET 9 gets the library for .NET 8, which does not know that release's <c>Lock</c>.</summary>
    private static bool IsUnknownLock(object item) =>
#if NET9_0_OR_GREATER
        false;
#else
        item.GetType().FullName == "System.Threading.Lock";
#endif

    private static bool TryEnter(object item, TimeSpan timeout) =>
#if NET9_0_OR_GREATER
        item is Lock scoped ? scoped.TryEnter(timeout) :
#endif
        Monitor.TryEnter(item, timeout);

    internal static TimeSpan TimeLeft(Deadline deadline) => TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds());
}
