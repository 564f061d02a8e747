using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>
/// Stands in for the lock set of ConcurrencyAnalyzers.Runtime, with the part of its documented surface that the samples use. The real one
/// replaces this file.
/// </summary>
public static class LockSet
{
    private static readonly ConditionalWeakTable<object, object> Numbers = [];
    private static long last;

    /// <summary>Takes two monitors, the one that was seen here first before the other.</summary>
    public static Scope AcquireAll(object first, object second) => NumberOf(first) <= NumberOf(second) ? new(first, second) : new(second, first);

    private static long NumberOf(object gate) => (long)Numbers.GetValue(gate, static _ => Interlocked.Increment(ref last));

    public readonly ref struct Scope
    {
        private readonly object first;
        private readonly object second;

        internal Scope(object first, object second)
        {
            this.first = first;
            this.second = second;
            Monitor.Enter(first);
            Monitor.Enter(second);
        }

        public void Dispose()
        {
            Monitor.Exit(second);
            Monitor.Exit(first);
        }
    }
}
