using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The operations that may have been the last to have an effect on a handle: where fixes put their changes, and what messages point at.</summary>
internal sealed class HandleEvents : IEquatable<HandleEvents>
{
    /// <summary>Past this many nothing is remembered, rather than a part.</summary>
    private const int Max = 16;

    public static readonly HandleEvents None = new(ImmutableArray<(Effect Effect, IOperation Operation)>.Empty, isComplete: true);

    private static readonly HandleEvents TooMany = new(ImmutableArray<(Effect Effect, IOperation Operation)>.Empty, isComplete: false);

    private readonly ImmutableArray<(Effect Effect, IOperation Operation)> events;

    private HandleEvents(ImmutableArray<(Effect Effect, IOperation Operation)> events, bool isComplete)
    {
        this.events = events;
        IsComplete = isComplete;
    }

    /// <summary>False where there were too many to remember.</summary>
    public bool IsComplete { get; }

    public IEnumerable<Effect> Effects => events.Select(static entry => entry.Effect).Distinct();

    /// <summary>The operations that may have been the last with the effect, in the order of the source.</summary>
    public IEnumerable<IOperation> Last(Effect effect) => events.Where(entry => entry.Effect == effect).Select(static entry => entry.Operation);

    /// <summary>After an effect that certainly was on this handle.</summary>
    public HandleEvents After(Effect effect, IOperation operation) =>
        IsComplete ? new(Sort(events.RemoveAll(entry => entry.Effect == effect).Add((effect, operation))), isComplete: true) : this;

    /// <summary>After an effect that may have been on this handle.</summary>
    public HandleEvents MaybeAfter(Effect effect, IOperation operation) => Union(new(ImmutableArray.Create((effect, operation)), isComplete: true));

    public HandleEvents Union(HandleEvents other)
    {
        if (ReferenceEquals(this, other) || other.events.IsEmpty && other.IsComplete)
        {
            return this;
        }

        var union = events.Union(other.events).ToImmutableArray();
        return !IsComplete || !other.IsComplete || union.Length > Max ? TooMany
            : union.Length == events.Length ? this
            : new(Sort(union), isComplete: true);
    }

    public bool Equals(HandleEvents? other) => other is not null && IsComplete == other.IsComplete && events.SequenceEqual(other.events);

    public override bool Equals(object? obj) => Equals(obj as HandleEvents);

    public override int GetHashCode() => events.Length;

    private static ImmutableArray<(Effect Effect, IOperation Operation)> Sort(ImmutableArray<(Effect Effect, IOperation Operation)> unsorted) =>
        unsorted.Sort(static (left, right) => left.Operation.Syntax.SpanStart != right.Operation.Syntax.SpanStart
            ? left.Operation.Syntax.SpanStart.CompareTo(right.Operation.Syntax.SpanStart)
            : left.Effect.CompareTo(right.Effect));
}
