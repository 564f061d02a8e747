namespace Benchmarks.Runtime;

/// <summary>One of ours beside its counterpart, doing the same work.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Threads">How many threads take part.</param>
/// <param name="Target">The largest ratio of times, ours to theirs, that was aimed at; null: none.</param>
/// <param name="Operations">How many operations one run makes, over all threads.</param>
/// <param name="Ours">Makes one run and tells its ticks.</param>
/// <param name="Theirs">The same with the counterpart.</param>
internal sealed record Pair(string Name, int Threads, double? Target, int Operations, Func<long> Ours, Func<long> Theirs);
