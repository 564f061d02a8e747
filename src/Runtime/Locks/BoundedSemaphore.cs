namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// A <see cref="CountingSemaphore"/> that never has more free permits than it started with: a release too many is a
/// mistake and throws. Python's <c>threading.BoundedSemaphore</c>.
/// </summary>
public sealed class BoundedSemaphore : CountingSemaphore
{
    /// <summary>Creates a semaphore with a number of permits, which is also the limit.</summary>
    /// <param name="value">How many may be inside at once; at most 1,073,741,823.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or too large.</exception>
    public BoundedSemaphore(int value = 1)
        : base(value, value)
    {
    }
}
