using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime.Internal;
using ConcurrencyAnalyzers.Runtime.Platform;

namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>
/// Sleeps on a word of shared memory, in slices: a process that was killed after it changed the word wakes nobody, and a
/// dead owner does so even less.
/// </summary>
internal static unsafe class SharedWait
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <summary>May end early for no reason: the caller looks again.</summary>
    internal static void Sleep(ref int word, int expected, Deadline deadline, CancellationToken cancellationToken)
    {
        int left = deadline.RemainingMilliseconds();
        TimeSpan time = left is Timeout.Infinite or > 100 ? Slice : TimeSpan.FromMilliseconds(left);
        if (!cancellationToken.CanBeCanceled)
        {
            CurrentPlatform.Instance.WaitOnAddress(ref word, expected, time);
            return;
        }

        // Between the registration and the sleep a cancellation goes unheard, for one slice.
        using (cancellationToken.UnsafeRegister(static address => Wake((nint)address!), (nint)Unsafe.AsPointer(ref word)))
        {
            CurrentPlatform.Instance.WaitOnAddress(ref word, expected, time);
        }
    }

    private static void Wake(nint address) =>
        CurrentPlatform.Instance.WakeByAddress(ref *(int*)address, int.MaxValue);
}
