using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime.Internal;

/// <summary>A point on the monotonic clock, so that a wait in several slices still ends on time.</summary>
internal readonly struct Deadline
{
    /// <summary>The longest timeout, as Python's <c>TIMEOUT_MAX</c>: 2^63 nanoseconds, about 292 years.</summary>
    internal static readonly TimeSpan MaxTimeout = TimeSpan.FromTicks(long.MaxValue / 100);

    // Beyond this a clock in nanoseconds could overflow; nobody will see the difference.
    private static readonly TimeSpan EffectivelyForever = TimeSpan.FromDays(36_500);

    private readonly long _timestamp;

    private Deadline(long timestamp) => _timestamp = timestamp;

    internal static Deadline Never => default;

    internal static Deadline Passed => new(1);

    internal bool IsInfinite => _timestamp == 0;

    internal bool HasPassed => _timestamp != 0 && Stopwatch.GetTimestamp() >= _timestamp;

    /// <summary>Checks a timeout and fixes its end. −1 ms means for ever; any other negative value is refused.</summary>
    internal static Deadline After(TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero)
        {
            return Passed;
        }

        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Never;
        }

        ThrowIfInvalid(timeout);
        return timeout > EffectivelyForever
            ? Never
            : new Deadline(Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency) + 1);
    }

    internal static Deadline After(TimeSpan? timeout) => timeout is { } value ? After(value) : Never;

    internal static void ThrowIfInvalid(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, "A timeout is zero or positive; pass Timeout.InfiniteTimeSpan to wait for ever.");
        }

        if (timeout > MaxTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, "The timeout is longer than 292 years; pass Timeout.InfiniteTimeSpan to wait for ever.");
        }
    }

    /// <summary>What is left, in whole milliseconds rounded up, for waits that take an int; −1 for ever, 0 when passed.</summary>
    internal int RemainingMilliseconds()
    {
        if (IsInfinite)
        {
            return Timeout.Infinite;
        }

        long left = _timestamp - Stopwatch.GetTimestamp();
        if (left <= 0)
        {
            return 0;
        }

        double milliseconds = Math.Ceiling(left * 1000.0 / Stopwatch.Frequency);
        return milliseconds >= int.MaxValue ? int.MaxValue : (int)milliseconds;
    }
}
