using ConcurrencyAnalyzers.Runtime;

namespace Benchmarks.Placement;

internal interface IPlacementWork
{
    string Name { get; }

    /// <summary>The first is the one that the others are compared with.</summary>
    IEnumerable<PlacementWay> Ways(ProcessPool pool);
}
