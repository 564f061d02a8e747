using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// One value in memory that several processes see at the same time, and a lock to guard it. Python's
/// <c>multiprocessing.Value</c>, and <c>RawValue</c> without the lock.
/// </summary>
/// <typeparam name="T">A type without references: a number, <see cref="bool"/>, an enum, a struct of such.</typeparam>
/// <remarks>
/// <para>All members are thread-safe. Reading or writing <see cref="Value"/> is complete in itself, but <c>v.Value += 1</c> is a
/// read and a write, between which another process may write: use <see cref="Update"/>, or do both inside
/// <c>using (v.Enter())</c>.</para>
/// <para>The value belongs to the process that created it: its <see cref="Dispose"/> ends it for all. When a process ends while
/// it holds the lock, see <see cref="AbandonedLockException"/>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class SharedValue<T> : IWireSerializable<SharedValue<T>>, IDisposable
    where T : unmanaged
{
    private const int ElementMarkAt = SyncSlot.OwnWordsAt;
    private const int IsRawAt = SyncSlot.OwnWordsAt + 4;

    private readonly ProcessReentrantLock? _lock;
    private SyncSlot _slot;

    /// <summary>Creates a value with a lock.</summary>
    /// <param name="initial">What it is at first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type has more than 64,000 bytes or so.</exception>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public SharedValue(T initial = default)
        : this(initial, raw: false)
    {
    }

    /// <summary>Creates a value.</summary>
    /// <param name="initial">What it is at first.</param>
    /// <param name="raw">True: without a lock; a value of more than 8 bytes may be read half written then.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type has more than 64,000 bytes or so.</exception>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public SharedValue(T initial, bool raw)
        : this(SyncSlot.Create(SlotKind.Value, SlotSize), raw)
    {
        _slot.Int(ElementMarkAt) = ElementType<T>.Mark;
        _slot.Int(IsRawAt) = raw ? 1 : 0;
        Write(initial);
    }

    private SharedValue(SyncSlot slot, bool raw)
    {
        _slot = slot;
        _lock = raw ? null : new ProcessReentrantLock(slot, isOwned: false);
    }

    /// <summary>The value. One of more than 8 bytes is read and written under the lock, if there is one.</summary>
    /// <exception cref="AbandonedLockException">More than 8 bytes: a process ended while it held the lock.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed of, here or by its creator.</exception>
    public T Value
    {
        get
        {
            _slot.ThrowIfGone(typeof(SharedValue<T>));
            if (ElementType<T>.IsAtomic || _lock is null)
            {
                return Read();
            }

            using (_lock.Enter())
            {
                return Read();
            }
        }

        set
        {
            _slot.ThrowIfGone(typeof(SharedValue<T>));
            if (ElementType<T>.IsAtomic || _lock is null)
            {
                Write(value);
                return;
            }

            using (_lock.Enter())
            {
                Write(value);
            }
        }
    }

    /// <summary>Guards the value; Python's <c>get_lock()</c>.</summary>
    /// <exception cref="InvalidOperationException">The value was created raw.</exception>
    public ProcessReentrantLock Lock => _lock ?? throw new InvalidOperationException(
        "A raw value has no lock; create it with raw: false, or guard it with a ProcessLock of your own.");

    private static int SlotSize => SyncSlot.BodyAt + Unsafe.SizeOf<T>();

    /// <summary>Takes the lock for a block: <c>using (value.Enter()) { value.Value += 1; }</c>.</summary>
    /// <returns>The scope whose end releases the lock.</returns>
    /// <exception cref="AbandonedLockException">The lock's holder's process ended; the lock is free again and not taken.</exception>
    /// <exception cref="InvalidOperationException">The value was created raw.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed of, here or by its creator.</exception>
    public ProcessReentrantLock.Scope Enter() => Lock.Enter();

    /// <summary>Changes the value under the lock: <c>counter.Update(n =&gt; n + 1)</c>.</summary>
    /// <param name="change">Makes the new value of the old one, with the lock held. If it throws, the value stays.</param>
    /// <returns>The new value.</returns>
    /// <remarks>A value of up to 8 bytes is written at once, so a process that ended inside left it whole, and nothing is thrown.</remarks>
    /// <exception cref="AbandonedLockException">More than 8 bytes: a process ended while it held the lock, which is free again.</exception>
    /// <exception cref="InvalidOperationException">The value was created raw.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed of, here or by its creator.</exception>
    public T Update(Func<T, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using (ElementType<T>.IsAtomic ? Lock.Enter(out _) : Lock.Enter())
        {
            T next = change(Read());
            Write(next);
            return next;
        }
    }

    /// <summary>Closes this handle. The creator's handle ends the value for every process.</summary>
    public void Dispose()
    {
        _lock?.Dispose();
        _slot.Dispose();
    }

    /// <summary>The value.</summary>
    /// <returns>The type's name and the value.</returns>
    public override string ToString() =>
        $"{nameof(SharedValue<T>)}<{typeof(T).Name}> ({(_slot.IsGone ? "disposed" : Read().ToString())})";

    /// <summary>Writes where the value lies, not what it is: the reader opens the same value. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a value of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The value was disposed of, or its creator has ended.</exception>
    public static SharedValue<T> ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(SharedValue<T>));
        return _slot.Address.ToString();
    }

    /// <exception cref="SharedStateLostException">The value was disposed of, its creator has ended, or it is of another type.</exception>
    internal static SharedValue<T> Attach(string description)
    {
        SyncSlot slot = SyncSlot.Attach(SharedAddress.Parse(description), SlotSize, SlotKind.Value);
        return slot.Int(ElementMarkAt) == ElementType<T>.Mark
            ? new SharedValue<T>(slot, slot.Int(IsRawAt) != 0)
            : throw SharedStateLostException.NotOurs();
    }

    private T Read()
    {
        byte* at = _slot.At(SyncSlot.BodyAt);
        switch (sizeof(T))
        {
            case 1:
                byte one = Volatile.Read(ref *at);
                return Unsafe.As<byte, T>(ref one);
            case 2:
                short two = Volatile.Read(ref *(short*)at);
                return Unsafe.As<short, T>(ref two);
            case 4:
                int four = Volatile.Read(ref *(int*)at);
                return Unsafe.As<int, T>(ref four);
            case 8:
                long eight = Volatile.Read(ref *(long*)at);
                return Unsafe.As<long, T>(ref eight);
            default:
                return *(T*)at;
        }
    }

    private void Write(T value)
    {
        byte* at = _slot.At(SyncSlot.BodyAt);
        switch (sizeof(T))
        {
            case 1:
                Volatile.Write(ref *at, *(byte*)&value);
                break;
            case 2:
                Volatile.Write(ref *(short*)at, *(short*)&value);
                break;
            case 4:
                Volatile.Write(ref *(int*)at, *(int*)&value);
                break;
            case 8:
                Volatile.Write(ref *(long*)at, *(long*)&value);
                break;
            default:
                *(T*)at = value;
                break;
        }
    }
}
