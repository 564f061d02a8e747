using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// One primitive's words in a shared page, and this process's handle to them. Every primitive has the first words of its
/// 64 bytes in common: what it is, its number, whose it is, and the word that waiters sleep on.
/// </summary>
/// <remarks>The slot's number is looked at before each use: it changes when the creator disposes of the primitive.</remarks>
internal unsafe struct SyncSlot
{
    /// <summary>Where a primitive's own words begin.</summary>
    internal const int BodyAt = 64;

    private const int KindAt = 0;
    private const int SerialAt = 4;
    private const int OwnerAt = 8;
    private const int WakeupsAt = 16;
    private const int HasWaitersAt = 20;
    private const int ThreadAt = 24;
    private const int CountAt = 32;
    private const int AbandonedAt = 36;

    /// <summary>Where the words begin whose meaning is up to the primitive, up to <see cref="BodyAt"/>.</summary>
    internal const int OwnWordsAt = 40;

    private readonly byte* _base;
    private readonly SharedAddress _address;
    private readonly int _size;
    private readonly bool _isCreator;

    // 0 once this handle is disposed; no slot has that number.
    private int _serial;

    private SyncSlot(byte* address, SharedAddress where, int size, bool isCreator)
    {
        _base = address;
        _address = where;
        _size = size;
        _isCreator = isCreator;
        _serial = where.Serial;
    }

    /// <summary>Disposed of here, or by the creator.</summary>
    internal readonly bool IsGone
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => *(int*)(_base + SerialAt) != _serial;
    }

    /// <summary>The token of the process that holds the lock, or the latch; 0: nobody.</summary>
    internal readonly ref long Owner => ref *(long*)(_base + OwnerAt);

    /// <summary>Changes whenever waiters should look again.</summary>
    internal readonly ref int Wakeups => ref *(int*)(_base + WakeupsAt);

    internal readonly ref int HasWaiters => ref *(int*)(_base + HasWaitersAt);

    /// <summary>Which thread of the owner holds a re-entrant lock.</summary>
    internal readonly ref long Thread => ref *(long*)(_base + ThreadAt);

    internal readonly ref int Count => ref *(int*)(_base + CountAt);

    internal readonly ref int Abandoned => ref *(int*)(_base + AbandonedAt);

    internal readonly SharedAddress Address => _address;

    internal readonly ref int Int(int offset) => ref *(int*)(_base + offset);

    internal readonly ref long Long(int offset) => ref *(long*)(_base + offset);

    internal readonly byte* At(int offset) => _base + offset;

    internal static SyncSlot Create(SlotKind kind, int size)
    {
        byte* start = SyncPage.Allocate(size, out SharedAddress address);
        *(int*)(start + KindAt) = (int)kind;
        Volatile.Write(ref *(int*)(start + SerialAt), address.Serial);
        return new SyncSlot(start, address, size, isCreator: true);
    }

    /// <exception cref="SharedStateLostException">It was disposed of, or its process has ended.</exception>
    internal static SyncSlot Attach(SharedAddress address, int size, SlotKind kind, SlotKind orKind = SlotKind.Free)
    {
        byte* start = SyncPage.Find(address, size);
        if (address.Serial == 0 || Volatile.Read(ref *(int*)(start + SerialAt)) != address.Serial)
        {
            throw SharedStateLostException.Disposed();
        }

        var found = (SlotKind)(*(int*)(start + KindAt));
        return found != SlotKind.Free && (found == kind || found == orKind)
            ? new SyncSlot(start, address, size, isCreator: false)
            : throw SharedStateLostException.NotOurs();
    }

    internal readonly void ThrowIfGone(Type type)
    {
        if (IsGone)
        {
            throw new ObjectDisposedException(
                type.Name, _serial == 0 ? null : $"The {type.Name} was disposed of by the process that created it.");
        }
    }

    /// <summary>Closes this handle; the creator's ends the primitive for every process.</summary>
    /// <param name="isOwned">False: the slot belongs to something larger, which frees it.</param>
    internal void Dispose(bool isOwned = true)
    {
        int serial = Interlocked.Exchange(ref _serial, 0);
        if (serial == 0 || !isOwned || !_isCreator)
        {
            return;
        }

        Volatile.Write(ref *(int*)(_base + SerialAt), -1);
        WakeAll();
        SyncPage.Free(_address, _size);
    }

    /// <summary>Wakes who sleeps on <see cref="Wakeups"/>; who sleeps elsewhere looks within a tenth of a second.</summary>
    internal readonly void WakeAll() => Wake(int.MaxValue);

    internal readonly void Wake(int count)
    {
        Interlocked.Increment(ref Wakeups);
        CurrentPlatform.Instance.WakeByAddress(ref Wakeups, count);
    }

    internal readonly void Sleep(int wakeups, Deadline deadline, CancellationToken cancellationToken) =>
        SharedWait.Sleep(ref Wakeups, wakeups, deadline, cancellationToken);
}
