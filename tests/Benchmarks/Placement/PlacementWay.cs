namespace Benchmarks.Placement;

/// <param name="Name">Where the work is done.</param>
/// <param name="Run">Does all of it once.</param>
internal sealed record PlacementWay(string Name, Func<long> Run);
