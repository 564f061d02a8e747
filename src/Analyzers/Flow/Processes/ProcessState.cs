using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What is known about all processes of a body at one point.</summary>
internal sealed class ProcessState(ImmutableDictionary<ProcessKey, ProcessFacts> facts)
{
    public static readonly ProcessState Entry = new(ImmutableDictionary<ProcessKey, ProcessFacts>.Empty);

    private readonly ImmutableDictionary<ProcessKey, ProcessFacts> facts = facts;

    public ProcessFacts this[ProcessKey key] => facts.TryGetValue(key, out var found) ? found : ProcessFacts.Nothing;

    public ProcessState With(ProcessKey key, ProcessFacts value) => new(facts.SetItem(key, value));

    /// <summary>An object that one path has not made is what it is on the other; a variable may hold an old one, of which nothing is known.</summary>
    public ProcessState Join(ProcessState other) => ReferenceEquals(this, other) ? this : new(Maps.Join(
        facts,
        other.facts,
        static (left, right) => left.Join(right),
        static (key, single) => key.Identity is AccessPath ? single.Join(ProcessFacts.Nothing) : single));

    public bool IsSameAs(ProcessState other) => Maps.AreEqual(facts, other.facts);

    public bool Has(ProcessKey key) => facts.ContainsKey(key);

    /// <summary>Unknown code has run, which may read the streams of the processes that it can reach.</summary>
    public ProcessState AfterUnknownCode(Func<ProcessKey, ProcessStreams> reachable)
    {
        var changed = facts;
        foreach (var entry in facts)
        {
            if (!entry.Key.IsSettings && reachable(entry.Key) is not ProcessStreams.None and var streams)
            {
                changed = changed.SetItem(entry.Key, entry.Value with { Drained = entry.Value.Drained | streams });
            }
        }

        return ReferenceEquals(changed, facts) ? this : new(changed);
    }
}
