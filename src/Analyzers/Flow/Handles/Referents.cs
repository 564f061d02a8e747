using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The objects that a slot or an expression may refer to; without any, it is null.</summary>
/// <param name="Ids">The objects that have names.</param>
/// <param name="IsUnknown">Whether it may also be an object without a name.</param>
internal sealed record Referents(ImmutableHashSet<HandleId> Ids, bool IsUnknown)
{
    public static readonly Referents Nothing = new(ImmutableHashSet<HandleId>.Empty, IsUnknown: false);

    public static readonly Referents Unknown = new(ImmutableHashSet<HandleId>.Empty, IsUnknown: true);

    public static Referents To(HandleId id) => new(ImmutableHashSet.Create(id), IsUnknown: false);

    /// <summary>The object, where there is exactly one that it can be.</summary>
    public HandleId? Single
    {
        get
        {
            if (IsUnknown || Ids.Count != 1)
            {
                return null;
            }

            var id = Ids.First();
            return id.IsOne ? id : null;
        }
    }

    public Referents Join(Referents other) =>
        Equals(other) ? this : new(Ids.Union(other.Ids), IsUnknown | other.IsUnknown);

    public Referents Replace(HandleId id, HandleId? by) =>
        !Ids.Contains(id) ? this
        : by is null ? new(Ids.Remove(id), IsUnknown: true)
        : this with { Ids = Ids.Remove(id).Add(by) };

    public bool Equals(Referents? other) => other is not null && IsUnknown == other.IsUnknown && Ids.SetEquals(other.Ids);

    public override int GetHashCode() => Ids.Count;
}
