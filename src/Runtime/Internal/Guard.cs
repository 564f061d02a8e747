namespace ConcurrencyAnalyzers.Runtime.Internal;

internal static class Guard
{
    /// <summary>The flag-and-timeout form of Python's <c>acquire(blocking, timeout)</c> and <c>put(item, block, timeout)</c>.</summary>
    internal static Deadline Deadline(bool blocking, TimeSpan? timeout)
    {
        if (!blocking && timeout is not null)
        {
            throw new ArgumentException(
                "A call that does not block takes no timeout; pass blocking: true, or leave the timeout out.", nameof(timeout));
        }

        return blocking ? Internal.Deadline.After(timeout) : Internal.Deadline.Passed;
    }
}
