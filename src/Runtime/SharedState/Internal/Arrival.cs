namespace ConcurrencyAnalyzers.Runtime.SharedState;

/// <summary>What became of a party that came to a barrier.</summary>
internal enum Arrival
{
    Refused,
    Waits,
    LastOfAll,

    /// <summary>The last, which runs the action.</summary>
    LastWithAction,

    /// <summary>The action of the round before still runs.</summary>
    TooEarly,
}
