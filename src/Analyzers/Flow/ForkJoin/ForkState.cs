using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>The status of every fork of one parent.</summary>
internal sealed class ForkState(ImmutableArray<ForkStatus> statuses) : IEquatable<ForkState>
{
    private readonly ImmutableArray<ForkStatus> statuses = statuses;

    public ForkStatus this[int fork] => statuses[fork];

    public bool IsAnyRunning
    {
        get
        {
            foreach (var status in statuses)
            {
                if (IsRunning(status))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public static ForkState Entry(int forks) => new(ImmutableArray.CreateRange(Enumerable.Repeat(ForkStatus.NotStarted, forks)));

    /// <summary>It runs whenever it has been started.</summary>
    public static bool IsRunning(ForkStatus status) =>
        (status & (ForkStatus.Running | ForkStatus.PartlyJoined)) != 0 && (status & (ForkStatus.Ordered | ForkStatus.Escaped)) == 0;

    public ForkState With(int fork, ForkStatus status) => statuses[fork] == status ? this : new(statuses.SetItem(fork, status));

    public ForkState Join(ForkState other)
    {
        var joined = this;
        for (var i = 0; i < statuses.Length; i++)
        {
            joined = joined.With(i, statuses[i] | other.statuses[i]);
        }

        return joined;
    }

    public bool Equals(ForkState? other) => other is not null && statuses.SequenceEqual(other.statuses);

    public override bool Equals(object? obj) => Equals(obj as ForkState);

    public override int GetHashCode() => statuses.Length == 0 ? 0 : (int)statuses[0];
}
