namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>What a barrier's round is at; stands in shared memory.</summary>
internal enum BarrierState
{
    Filling = 0,

    /// <summary>All have come, and the creator is asked to run the action.</summary>
    ActionAsked = 1,

    ActionRuns = 2,
    Broken = 3,
}
