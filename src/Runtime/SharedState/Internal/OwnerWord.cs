using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// A lock in a slot's owner word. One compare-and-swap takes it and names the owner, so there is no moment in which it is
/// held by nobody knows whom; what a dead process holds is taken from it the same way.
/// </summary>
internal static class OwnerWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTake(in SyncSlot slot) =>
        !slot.IsGone && Interlocked.CompareExchange(ref slot.Owner, ProcessToken.Current, 0) == 0;

    /// <summary>Takes a lock for an instant of the library's own.</summary>
    /// <returns>Whether a process died inside: its work may be half done.</returns>
    internal static bool Latch(in SyncSlot slot, Type type) =>
        !TryTake(slot) && Take(slot, type, Deadline.Never, CancellationToken.None) == Taking.TakenFromDead;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Taking Take(in SyncSlot slot, Type type, Deadline deadline, CancellationToken cancellationToken)
    {
        long mine = ProcessToken.Current;
        var spin = new SpinWait();
        bool hasSlept = false;
        while (true)
        {
            slot.ThrowIfGone(type);

            // Before the owner: a release that comes after our look at the owner changes this number, and we do not sleep.
            int wakeups = Volatile.Read(ref slot.Wakeups);
            long seen = Volatile.Read(ref slot.Owner);
            if (seen == 0)
            {
                // Others may still sleep: who has slept keeps the bit, so that its release wakes the next.
                if (Interlocked.CompareExchange(ref slot.Owner, hasSlept ? mine | ProcessToken.WaitersBit : mine, 0) == 0)
                {
                    return Taking.Taken;
                }

                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!spin.NextSpinWillYield && !deadline.HasPassed)
            {
                spin.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            if (ProcessToken.IsDead(seen))
            {
                if (Interlocked.CompareExchange(ref slot.Owner, mine | ProcessToken.WaitersBit, seen) == seen)
                {
                    return Taking.TakenFromDead;
                }

                continue;
            }

            if (deadline.HasPassed)
            {
                if (hasSlept)
                {
                    Announce(slot, seen);
                }

                return Taking.TimedOut;
            }

            if (Announce(slot, seen))
            {
                hasSlept = true;
                slot.Sleep(wakeups, deadline, cancellationToken);
            }
        }
    }

    /// <summary>Frees the lock, whoever holds it.</summary>
    /// <returns>False: nobody holds it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Release(in SyncSlot slot)
    {
        long mine = ProcessToken.Current;
        return Interlocked.CompareExchange(ref slot.Owner, 0, mine) == mine || ReleaseSlow(slot);
    }

    internal static bool IsMine(in SyncSlot slot) =>
        (Volatile.Read(ref slot.Owner) & ~ProcessToken.WaitersBit) == ProcessToken.Current;

    internal static bool IsAbandoned(in SyncSlot slot) =>
        !slot.IsGone && Volatile.Read(ref slot.Owner) is var owner && owner != 0 && ProcessToken.IsDead(owner);

    private static bool Announce(in SyncSlot slot, long seen) =>
        (seen & ProcessToken.WaitersBit) != 0
        || Interlocked.CompareExchange(ref slot.Owner, seen | ProcessToken.WaitersBit, seen) == seen;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReleaseSlow(in SyncSlot slot)
    {
        long seen = Interlocked.Exchange(ref slot.Owner, 0);
        if ((seen & ProcessToken.WaitersBit) != 0)
        {
            slot.Wake(1);
        }

        return seen != 0;
    }
}
