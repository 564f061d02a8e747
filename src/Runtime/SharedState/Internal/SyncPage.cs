using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// A mapped file of 64 KiB that holds the words of many primitives of one process; that process alone gives out slots.
/// </summary>
/// <remarks>
/// Pages stay mapped until the process ends, so that no call can meet memory that is gone while it waits: 64 KiB of
/// addresses for each page used, and real memory only for the parts in use.
/// </remarks>
internal sealed unsafe class SyncPage
{
    internal const int Size = 64 * 1024;
    internal const int SlotUnit = 64;

    /// <summary>The largest slot: a page without its header.</summary>
    internal const int MaxSlot = Size - MappedFile.HeaderSize;

    // Somebody may be between its check of a slot and its access: long enough that nobody is.
    private const long QuarantineMilliseconds = 10_000;

    private static readonly object s_gate = new();
    private static readonly Dictionary<(ProcessIdentity Owner, int File), SyncPage> s_pages = [];
    private static readonly Dictionary<int, Queue<FreeSlot>> s_free = [];
    private static SyncPage? s_current;

    private readonly MappedFile _file;
    private readonly ProcessIdentity _owner;
    private readonly int _number;
    private int _used = MappedFile.HeaderSize;

    private SyncPage(MappedFile file, ProcessIdentity owner, int number)
    {
        _file = file;
        _owner = owner;
        _number = number;
    }

    private byte* Base => _file.Base;

    /// <summary>Finds room for a primitive of this process; all zeros.</summary>
    internal static byte* Allocate(int size, out SharedAddress address)
    {
        int rounded = (size + SlotUnit - 1) / SlotUnit * SlotUnit;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounded, MaxSlot, nameof(size));
        lock (s_gate)
        {
            (SyncPage page, int offset) = TakeFree(rounded) ?? TakeNew(rounded);
            new Span<byte>(page.Base + offset, rounded).Clear();
            address = new SharedAddress(page._owner, page._number, offset, SharedAddress.NextSerial());
            return page.Base + offset;
        }
    }

    /// <summary>Gives back what <see cref="Allocate"/> gave.</summary>
    internal static void Free(SharedAddress address, int size)
    {
        int rounded = (size + SlotUnit - 1) / SlotUnit * SlotUnit;
        lock (s_gate)
        {
            ref Queue<FreeSlot>? queue = ref CollectionsMarshal.GetValueRefOrAddDefault(s_free, rounded, out _);
            queue ??= new Queue<FreeSlot>();
            SyncPage page = s_pages[(address.Owner, address.File)];
            queue.Enqueue(new FreeSlot(page, address.Offset, Environment.TickCount64 + QuarantineMilliseconds));
        }
    }

    /// <summary>Finds a slot of any process.</summary>
    /// <exception cref="SharedStateLostException">Its process has ended.</exception>
    internal static byte* Find(SharedAddress address, int size)
    {
        if (address.Offset < MappedFile.HeaderSize || address.Offset % SlotUnit != 0 || size > Size - address.Offset)
        {
            throw SharedStateLostException.NotOurs();
        }

        lock (s_gate)
        {
            if (!s_pages.TryGetValue((address.Owner, address.File), out SyncPage? page))
            {
                page = Open(address);
                s_pages.Add((address.Owner, address.File), page);
            }
            else if (!address.Owner.IsAlive)
            {
                throw SharedStateLostException.OwnerEnded(address.Owner.ProcessId);
            }

            return page.Base + address.Offset;
        }
    }

    private static SyncPage Open(SharedAddress address)
    {
        MappedFile file = MappedFile.Open(address);
        if (file.Size == Size)
        {
            return new SyncPage(file, address.Owner, address.File);
        }

        file.Unmap();
        throw SharedStateLostException.NotOurs();
    }

    private static (SyncPage Page, int Offset)? TakeFree(int rounded)
    {
        if (!s_free.TryGetValue(rounded, out Queue<FreeSlot>? queue)
            || !queue.TryPeek(out FreeSlot first)
            || first.UsableAt > Environment.TickCount64)
        {
            return null;
        }

        queue.Dequeue();
        return (first.Page, first.Offset);
    }

    private static (SyncPage Page, int Offset) TakeNew(int rounded)
    {
        if (s_current is null || s_current._used + rounded > Size)
        {
            MappedFile file = MappedFile.Create(Size, out int number);
            s_current = new SyncPage(file, ProcessIdentity.Current, number);
            s_pages.Add((ProcessIdentity.Current, number), s_current);
        }

        int offset = s_current._used;
        s_current._used += rounded;
        return (s_current, offset);
    }

    private readonly record struct FreeSlot(SyncPage Page, int Offset, long UsableAt);
}
