using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// The line of those who wait in a condition or a barrier: an entry each, with its process and a word it sleeps on. Entries
/// are added and picked under the primitive's lock; the one that waits frees its own.
/// </summary>
internal readonly ref struct WaiterTable
{
    internal const int Capacity = 256;

    internal const int Free = 0;
    internal const int Waiting = 1;

    /// <summary>Notified, or let through.</summary>
    internal const int Passed = 2;

    internal const int Refused = 3;

    private const int EntrySize = 16;
    private const int StateAt = 8;
    private const int TicketAt = 12;
    private const int LastTicketAt = SyncSlot.OwnWordsAt;

    private readonly ref readonly SyncSlot _slot;

    internal WaiterTable(in SyncSlot slot) => _slot = ref slot;

    internal static int SlotSize => SyncSlot.BodyAt + Capacity * EntrySize;

    /// <summary>Joins the line.</summary>
    /// <returns>The entry; −1: all are taken.</returns>
    internal int Add()
    {
        for (int entry = 0; entry < Capacity; entry++)
        {
            if (Volatile.Read(ref State(entry)) == Free)
            {
                Token(entry) = ProcessToken.Current;
                _slot.Int(entry * EntrySize + SyncSlot.BodyAt + TicketAt) = unchecked(++_slot.Int(LastTicketAt));
                Volatile.Write(ref State(entry), Waiting);
                return entry;
            }
        }

        return -1;
    }

    internal int StateOf(int entry) => Volatile.Read(ref State(entry));

    /// <summary>Leaves the line.</summary>
    internal void Remove(int entry) => Volatile.Write(ref State(entry), Free);

    internal void Sleep(int entry, Deadline deadline, CancellationToken cancellationToken) =>
        SharedWait.Sleep(ref State(entry), Waiting, deadline, cancellationToken);

    internal int CountWaiting()
    {
        int count = 0;
        for (int entry = 0; entry < Capacity; entry++)
        {
            count += StateOf(entry) == Waiting ? 1 : 0;
        }

        return count;
    }

    /// <summary>Lets the first in line go whose process lives.</summary>
    /// <returns>False: nobody waits.</returns>
    internal bool PassFirst()
    {
        while (First() is var first and >= 0)
        {
            if (ProcessToken.IsDead(Token(first)))
            {
                Remove(first);
                continue;
            }

            Signal(first, Passed);
            return true;
        }

        return false;
    }

    internal void SignalAll(int signal)
    {
        for (int entry = 0; entry < Capacity; entry++)
        {
            if (StateOf(entry) == Waiting)
            {
                Signal(entry, signal);
            }
        }
    }

    /// <summary>Whether a process died in line, or when it was let through and before it left.</summary>
    internal bool HasDead()
    {
        for (int entry = 0; entry < Capacity; entry++)
        {
            if (StateOf(entry) != Free && ProcessToken.IsDead(Volatile.Read(ref Token(entry))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Frees what dead processes left, but for notifications that somebody else must get.</summary>
    internal void RemoveDead(bool evenPassed)
    {
        for (int entry = 0; entry < Capacity; entry++)
        {
            int state = StateOf(entry);
            if (state != Free && (evenPassed || state != Passed) && !ProcessToken.IsAlive(Token(entry)))
            {
                Remove(entry);
            }
        }
    }

    /// <summary>
    /// Takes over what a process was notified of and died before it could go on: its entry becomes the caller's in one step,
    /// so that the next can take it over if the caller dies, too.
    /// </summary>
    /// <returns>The entry; −1: there is none.</returns>
    internal int InheritPassed()
    {
        for (int entry = 0; entry < Capacity; entry++)
        {
            long token = Volatile.Read(ref Token(entry));
            if (StateOf(entry) == Passed
                && ProcessToken.IsDead(token)
                && Interlocked.CompareExchange(ref Token(entry), ProcessToken.Current, token) == token)
            {
                return entry;
            }
        }

        return -1;
    }

    private void Signal(int entry, int signal)
    {
        Volatile.Write(ref State(entry), signal);
        CurrentPlatform.Instance.WakeByAddress(ref State(entry), 1);
    }

    private int First()
    {
        int first = -1;
        for (int entry = 0; entry < Capacity; entry++)
        {
            // Tickets wrap: the difference tells who came earlier.
            if (StateOf(entry) == Waiting && (first < 0 || unchecked(Ticket(entry) - Ticket(first)) < 0))
            {
                first = entry;
            }
        }

        return first;
    }

    private ref long Token(int entry) => ref _slot.Long(SyncSlot.BodyAt + entry * EntrySize);

    private ref int State(int entry) => ref _slot.Int(SyncSlot.BodyAt + entry * EntrySize + StateAt);

    private int Ticket(int entry) => _slot.Int(SyncSlot.BodyAt + entry * EntrySize + TicketAt);
}
