namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// Which process holds how many permits of a semaphore, so that those of a dead one can be taken back. Used inside the
/// semaphore's latch only.
/// </summary>
/// <remarks>
/// The free permits are what the semaphore began with less what is held, so a process that dies between two writes leaves
/// nothing that cannot be counted again. That holds while permits come back from who took them. The first release by a
/// process that holds none shows that permits are signals here and belong to nobody: from then on nothing is taken back.
/// </remarks>
internal readonly ref struct PermitHolders
{
    /// <summary>Where the table begins: after the slot's first 64 bytes.</summary>
    private const int TableAt = SyncSlot.BodyAt;

    private const int Capacity = 64;
    private const int EntrySize = 16;
    private const int FreeAt = SyncSlot.OwnWordsAt;
    private const int InitialAt = SyncSlot.OwnWordsAt + 4;
    private const int MaximumAt = SyncSlot.OwnWordsAt + 8;
    private const int IsUntrackedAt = SyncSlot.OwnWordsAt + 12;

    private readonly ref readonly SyncSlot _slot;

    internal PermitHolders(in SyncSlot slot) => _slot = ref slot;

    internal static int SlotSize => TableAt + Capacity * EntrySize;

    internal ref int Free => ref _slot.Int(FreeAt);

    internal int Maximum => _slot.Int(MaximumAt);

    private ref int Initial => ref _slot.Int(InitialAt);

    private bool IsTracked => _slot.Int(IsUntrackedAt) == 0;

    internal void Initialize(int value, int maximum)
    {
        Initial = value;
        Free = value;
        _slot.Int(MaximumAt) = maximum;
    }

    /// <summary>Takes one of the free permits, of which there must be one.</summary>
    internal void Take()
    {
        Free--;
        if (IsTracked)
        {
            int entry = Find(ProcessToken.Current);
            if (entry < 0)
            {
                StopTracking();
                return;
            }

            Count(entry)++;
        }
    }

    internal void Return(int count)
    {
        if (IsTracked)
        {
            int entry = Find(ProcessToken.Current);
            if (entry >= 0 && Count(entry) >= count)
            {
                Count(entry) -= count;
            }
            else
            {
                StopTracking();
            }
        }

        Free += count;
    }

    /// <summary>Takes back what dead processes hold.</summary>
    internal void ReturnOfDead()
    {
        for (int entry = 0; IsTracked && entry < Capacity; entry++)
        {
            int count = Count(entry);
            if (count > 0 && ProcessToken.IsDead(Token(entry)))
            {
                Count(entry) = 0;
                Free += count;
                _slot.Abandoned += count;
            }
        }
    }

    /// <summary>After a process died inside the latch.</summary>
    internal void Recount()
    {
        long free = Initial;
        for (int entry = 0; entry < Capacity; entry++)
        {
            free -= Math.Max(0, Count(entry));
        }

        if (IsTracked)
        {
            Free = (int)Math.Clamp(free, 0, Maximum);
        }
    }

    private void StopTracking() => _slot.Int(IsUntrackedAt) = 1;

    private ref long Token(int entry) => ref _slot.Long(TableAt + entry * EntrySize);

    private ref int Count(int entry) => ref _slot.Int(TableAt + entry * EntrySize + sizeof(long));

    /// <summary>The process's entry, or one that nobody needs; −1: all are in use.</summary>
    private int Find(long token)
    {
        int unused = -1;
        for (int entry = 0; entry < Capacity; entry++)
        {
            long seen = Token(entry);
            if (seen == token)
            {
                return entry;
            }

            if (unused < 0 && Count(entry) <= 0)
            {
                unused = entry;
            }

            if (seen == 0)
            {
                break;
            }
        }

        if (unused >= 0)
        {
            Token(unused) = token;
        }

        return unused;
    }
}
