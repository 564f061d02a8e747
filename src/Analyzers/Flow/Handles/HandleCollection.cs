using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>What is known about a list, an array or any other sequence of handles.</summary>
/// <param name="Kind">The kind of its elements.</param>
/// <param name="Members">The handles known by themselves that are in it; false: perhaps.</param>
/// <param name="Rest">All other elements in one; null: there are none.</param>
/// <param name="IsEscaped">Whether code that the analysis does not see can change it.</param>
internal sealed record HandleCollection(Model.PrimitiveKind Kind, ImmutableDictionary<HandleId, bool> Members, Handle? Rest, bool IsEscaped)
{
    public static HandleCollection Empty(Model.PrimitiveKind kind) => new(kind, ImmutableDictionary<HandleId, bool>.Empty, null, IsEscaped: false);

    public static HandleCollection Unknown(Model.PrimitiveKind kind) => Empty(kind) with { Rest = Handle.Unknown(kind), IsEscaped = true };

    public HandleCollection Add(HandleId member, bool isCertain) =>
        this with { Members = Members.SetItem(member, isCertain) };

    public HandleCollection AddRest(Handle rest) => this with { Rest = Handle.Join(Rest, rest) };

    /// <summary>Elements may have gone, and where it has escaped others may have come.</summary>
    public HandleCollection Later() => this with
    {
        Rest = IsEscaped ? Handle.Unknown(Kind) : Rest,
        Members = Uncertain(),
    };

    public ImmutableDictionary<HandleId, bool> Uncertain() =>
        Members.ContainsValue(true) ? Members.ToImmutableDictionary(static member => member.Key, static _ => false) : Members;

    public bool Equals(HandleCollection? other) =>
        other is not null && Kind == other.Kind && IsEscaped == other.IsEscaped && Equals(Rest, other.Rest) && Maps.AreEqual(Members, other.Members);

    public override int GetHashCode() => Members.Count;
}
