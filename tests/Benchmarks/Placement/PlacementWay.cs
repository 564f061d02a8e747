namespace Benchmarks.Placement;

/// <param name="Name">Where the work is done.</param>
/// <param name="Run">Does all of it once.</param>
/// <param name="IsMeasurable">Whether the processes that do it are still there afterwards, to be asked what they used.</param>
internal sealed record PlacementWay(string Name, Func<long> Run, bool IsMeasurable = true);
