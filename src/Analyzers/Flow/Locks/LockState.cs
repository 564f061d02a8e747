using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Every way the body may have come to a place, at most <see cref="MaxCases"/> of them told apart.</summary>
internal sealed class LockState
{
    public const int MaxCases = 8;

    public static readonly LockState Entry = new(ImmutableArray.Create(LockCase.Empty));

    private LockState(ImmutableArray<LockCase> cases) => Cases = cases;

    public ImmutableArray<LockCase> Cases { get; }

    /// <summary>The lock's value over all ways.</summary>
    public LockValue this[AccessPath key]
    {
        get
        {
            var value = Cases[0][key];
            for (var i = 1; i < Cases.Length; i++)
            {
                value = value.Hull(Cases[i][key]);
            }

            return value;
        }
    }

    public IEnumerable<AccessPath> Keys => Cases.SelectMany(static way => way.Locks.Keys).Distinct();

    public IEnumerable<AccessPath> MustHeld => Cases[0].Locks.Keys.Where(key => this[key].IsMustHeld);

    /// <summary>Null where no way is left: the place cannot be reached.</summary>
    public static LockState? Of(IEnumerable<LockCase> cases)
    {
        var distinct = new List<LockCase>();
        foreach (var way in cases)
        {
            Add(distinct, way);
        }

        return distinct.Count switch
        {
            0 => null,
            <= MaxCases => new(distinct.ToImmutableArray()),
            _ => new(ImmutableArray.Create(distinct.Aggregate(static (all, way) => all.Hull(way)))),
        };
    }

    public LockState Map(Func<LockCase, LockCase> change)
    {
        if (Cases.Length == 1)
        {
            var changed = change(Cases[0]);
            return ReferenceEquals(changed, Cases[0]) ? this : new(ImmutableArray.Create(changed));
        }

        return Of(Cases.Select(change))!;
    }

    public LockState Join(LockState other) => ReferenceEquals(this, other) ? this : Of(Cases.Concat(other.Cases))!;

    public bool IsSameAs(LockState other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return Cases.Length == other.Cases.Length
            && Cases.All(way => other.Cases.Any(candidate => candidate.HasSameLocks(way) && candidate.HasSameGuards(way)));
    }

    private static void Add(List<LockCase> cases, LockCase way)
    {
        for (var i = 0; i < cases.Count; i++)
        {
            if (cases[i].HasSameLocks(way))
            {
                cases[i] = cases[i].ForgetDifferences(way);
                return;
            }
        }

        cases.Add(way);
    }
}
