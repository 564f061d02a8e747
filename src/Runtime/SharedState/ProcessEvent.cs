using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.Platform;
using ConcurrencyAnalyzers.Runtime.SharedState;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A flag that threads and tasks of several processes wait for: it stays set until cleared and lets everybody through
/// meanwhile. Python's <c>multiprocessing.Event</c>.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe; setting, clearing and waiting for a set flag make no system call where nobody waits, and
/// allocate nothing. <see cref="Thread.Interrupt"/> does not end a wait.</para>
/// <para>Whoever waits at the moment of <see cref="Set"/> gets through, even if <see cref="Clear"/> follows at once. A process
/// that is killed while it waits or sets holds nobody up for more than a tenth of a second.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ProcessEvent : IWireSerializable<ProcessEvent>, IDisposable
{
    // The word: set or not, whether somebody sleeps on it, and how often it was set.
    private const int StateAt = SyncSlot.OwnWordsAt;
    private const int SetBit = 1;
    private const int WaitersBit = 2;
    private const int OneSet = 4;

    private readonly HelperThread _helper = new();
    private SyncSlot _slot;

    /// <summary>Creates a flag that is not set.</summary>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessEvent()
        : this(isSet: false)
    {
    }

    /// <summary>Creates a flag.</summary>
    /// <param name="isSet">Whether it is set from the start.</param>
    /// <exception cref="IOException">There is no room for shared memory.</exception>
    public ProcessEvent(bool isSet)
    {
        _slot = SyncSlot.Create(SlotKind.Event, SyncSlot.BodyAt);
        State = isSet ? SetBit : 0;
    }

    private ProcessEvent(SyncSlot slot) => _slot = slot;

    /// <summary>Whether the flag is set now.</summary>
    /// <exception cref="ObjectDisposedException">The event was disposed of, here or by its creator.</exception>
    public bool IsSet
    {
        get
        {
            _slot.ThrowIfGone(typeof(ProcessEvent));
            return (Volatile.Read(ref State) & SetBit) != 0;
        }
    }

    /// <summary>Whether anybody sleeps, or slept since the last <see cref="Set"/>.</summary>
    internal bool HasWaiters => (Volatile.Read(ref State) & WaitersBit) != 0;

    private ref int State => ref _slot.Int(StateAt);

    /// <summary>Sets the flag and wakes everybody who waits. Does nothing if it is set.</summary>
    /// <exception cref="ObjectDisposedException">The event was disposed of, here or by its creator.</exception>
    public void Set()
    {
        _slot.ThrowIfGone(typeof(ProcessEvent));
        while (true)
        {
            int seen = Volatile.Read(ref State);
            if ((seen & SetBit) != 0)
            {
                return;
            }

            int next = unchecked((seen & ~WaitersBit) + OneSet) | SetBit;
            if (Interlocked.CompareExchange(ref State, next, seen) == seen)
            {
                if ((seen & WaitersBit) != 0)
                {
                    CurrentPlatform.Instance.WakeByAddress(ref State, int.MaxValue);
                }

                return;
            }
        }
    }

    /// <summary>Clears the flag: from now on <c>Wait</c> waits. Nobody who was already woken is held back.</summary>
    /// <exception cref="ObjectDisposedException">The event was disposed of, here or by its creator.</exception>
    public void Clear()
    {
        _slot.ThrowIfGone(typeof(ProcessEvent));
        Interlocked.And(ref State, ~SetBit);
    }

    /// <summary>Waits until the flag is set, as long as it takes.</summary>
    /// <exception cref="ObjectDisposedException">The event was disposed of, here or by its creator.</exception>
    public void Wait() => Wait(Deadline.Never, CancellationToken.None);

    /// <summary>Waits until the flag is set or the token is cancelled.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(CancellationToken cancellationToken) => Wait(Deadline.Never, cancellationToken);

    /// <summary>Waits until the flag is set, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>True once the flag is set, also if it was cleared meanwhile; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Wait(Deadline.After(timeout), cancellationToken);

    /// <summary>Waits until the flag is set without blocking the thread: a thread of the library's own waits.</summary>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>A task that completes once the flag is set, or is cancelled.</returns>
    public Task WaitAsync(CancellationToken cancellationToken = default) =>
        WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until the flag is set without blocking the thread, for a time at most.</summary>
    /// <param name="timeout">How long to wait; zero: not at all; −1 ms: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; looked at first, too.</param>
    /// <returns>True once the flag is set; false when the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative (other than −1 ms) or longer than 292 years.</exception>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        // Whoever calls before a Set gets through by it, also while it stands in line for the helper.
        int start = Volatile.Read(ref State);
        return !_slot.IsGone && (start & SetBit) != 0
            ? Task.FromResult(true)
            : WaitLater(start, deadline, cancellationToken);
    }

    /// <summary>Closes this handle. The creator's handle ends the event: who waits in any process gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _slot.Dispose();

    /// <summary>"set" or "unset".</summary>
    /// <returns>The type's name and the state.</returns>
    public override string ToString() =>
        $"{nameof(ProcessEvent)} ({(_slot.IsGone ? "disposed" : IsSet ? "set" : "unset")})";

    /// <summary>Writes where the event lies, not what it is: the reader opens the same event. It must live until then.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(Describe());
    }

    /// <summary>Opens a event of another process. The result is a handle of its own, to be disposed of.</summary>
    /// <param name="reader">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="SharedStateLostException">The event was disposed of, or its creator has ended.</exception>
    public static ProcessEvent ReadFrom(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Attach(reader.ReadString() ?? throw new FormatException("The address is missing."));
    }

    /// <summary>What <see cref="Attach"/> needs in another process.</summary>
    internal string Describe()
    {
        _slot.ThrowIfGone(typeof(ProcessEvent));
        return _slot.Address.ToString();
    }

    /// <exception cref="SharedStateLostException">The event was disposed of, or its creator has ended.</exception>
    internal static ProcessEvent Attach(string description) =>
        new(SyncSlot.Attach(SharedAddress.Parse(description), SyncSlot.BodyAt, SlotKind.Event));

    private static bool IsOver(int start, int seen) => (seen & SetBit) != 0 || (seen & -OneSet) != (start & -OneSet);

    private async Task<bool> WaitLater(int start, Deadline deadline, CancellationToken cancellationToken)
    {
        bool isSet = await _helper.Run(() => WaitSince(start, deadline, cancellationToken), deadline, cancellationToken).ConfigureAwait(false);
        return isSet || IsOver(start, Volatile.Read(ref State));
    }

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return WaitSince(Volatile.Read(ref State), deadline, cancellationToken);
    }

    private bool WaitSince(int start, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            _slot.ThrowIfGone(typeof(ProcessEvent));
            int seen = Volatile.Read(ref State);
            if (IsOver(start, seen))
            {
                return true;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.HasPassed)
            {
                return false;
            }

            if ((seen & WaitersBit) != 0
                || Interlocked.CompareExchange(ref State, seen | WaitersBit, seen) == seen)
            {
                SharedWait.Sleep(ref State, seen | WaitersBit, deadline, cancellationToken);
            }
        }
    }
}
