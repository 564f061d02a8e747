using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>
/// Which handles and collections there are at one point of a body, what refers to them, and what is known about each. Immutable.
/// </summary>
/// <remarks>
/// An object is named by the operation that made it. The object that the operation made last is one, so an event on it is certain; those of
/// earlier rounds of a loop are several under one name, and certain for them is only what happens to all of a collection they are in.
/// </remarks>
internal sealed partial record HandleState
{
    /// <summary>A body with more objects than this is not followed any further.</summary>
    public const int MaxObjects = 32;

    public static readonly HandleState Start = new();

    /// <summary>Nothing is known, and nothing will be.</summary>
    public static readonly HandleState Top = new() { IsTop = true };

    public ImmutableDictionary<Slot, Referents> Slots { get; init; } = ImmutableDictionary<Slot, Referents>.Empty;

    public ImmutableDictionary<HandleId, Handle> Handles { get; init; } = ImmutableDictionary<HandleId, Handle>.Empty;

    public ImmutableDictionary<HandleId, HandleCollection> Collections { get; init; } = ImmutableDictionary<HandleId, HandleCollection>.Empty;

    /// <summary>The loops over collections that have not come to their end.</summary>
    public ImmutableDictionary<LoopKey, HandleLoop> Loops { get; init; } = ImmutableDictionary<LoopKey, HandleLoop>.Empty;

    /// <summary>The handle that the body returns, if it returns one.</summary>
    public Handle? Returned { get; init; }

    public bool IsTop { get; private init; }

    public HandleState Join(HandleState other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }

        return IsTop || other.IsTop ? Top : new HandleState
        {
            Slots = Maps.Join(Slots, other.Slots, static (left, right) => left.Join(right), JoinedWithUnbound),
            Handles = Maps.Join(Handles, other.Handles, static (left, right) => left.Join(right), JoinedWithUntouched),
            Collections = Maps.Join(Collections, other.Collections, (left, right) => JoinCollections(left, right, other), JoinedWithUntouched),
            Loops = Maps.Join(Loops, other.Loops, static (left, right) => left.Join(right)),
            Returned = Handle.Join(Returned, other.Returned),
        }.Bounded();
    }

    public bool Equals(HandleState? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && IsTop == other.IsTop
            && Maps.AreEqual(Slots, other.Slots)
            && Maps.AreEqual(Handles, other.Handles)
            && Maps.AreEqual(Collections, other.Collections)
            && Maps.AreEqual(Loops, other.Loops)
            && Equals(Returned, other.Returned));

    public override int GetHashCode() => Handles.Count;

    /// <summary>What is known about a handle, loops that are under way included.</summary>
    public Handle View(HandleId id, PrimitiveKind kind)
    {
        var handle = Handles.TryGetValue(id, out var found) ? found : Handle.Unknown(kind);
        foreach (var loop in Loops)
        {
            if (Collections.TryGetValue(loop.Value.Collection, out var collection) && collection.Members.ContainsKey(id))
            {
                handle = Handle.Join(handle, UnderWay(loop.Key, loop.Value))!;
            }
        }

        return handle;
    }

    public HandleCollection CollectionOf(HandleId id, PrimitiveKind kind) =>
        Collections.TryGetValue(id, out var found) ? found : HandleCollection.Unknown(kind);

    /// <summary>The elements of a collection that are not known by themselves, loops that are under way included.</summary>
    public Handle? ViewRest(HandleId id, PrimitiveKind kind)
    {
        var rest = CollectionOf(id, kind).Rest;
        if (rest is not null)
        {
            foreach (var loop in Loops)
            {
                if (loop.Value.Collection == id)
                {
                    rest = Handle.Join(rest, UnderWay(loop.Key, loop.Value));
                }
            }
        }

        return rest;
    }

    /// <summary>What an element of the collection may be.</summary>
    public Handle? AnyElement(HandleId id, PrimitiveKind kind)
    {
        var any = ViewRest(id, kind);
        foreach (var member in CollectionOf(id, kind).Members)
        {
            any = Handle.Join(any, View(member.Key, kind));
        }

        return any;
    }

    public HandleState Bind(Slot slot, Referents referents) => this with { Slots = Slots.SetItem(slot, referents) };

    public HandleState Unbind(Slot slot) => Slots.ContainsKey(slot) ? this with { Slots = Slots.Remove(slot) } : this;

    /// <summary>Adds the object that a site makes; those that it made earlier become one.</summary>
    public HandleState Make(object site, Handle handle)
    {
        var latest = new HandleId(HandleOrigin.Latest, site);
        var earlier = new HandleId(HandleOrigin.Earlier, site);
        var state = this;
        if (Handles.ContainsKey(latest))
        {
            var isFirst = !Handles.ContainsKey(earlier);
            var old = View(latest, handle.Kind);
            state = this with
            {
                Handles = Handles.Remove(latest).SetItem(earlier, isFirst ? old : old.Join(View(earlier, handle.Kind))),
                Slots = ReplaceInSlots(latest, earlier),
                Collections = ReplaceInCollections(latest, earlier, isFirst),
            };
        }

        return (state with { Handles = state.Handles.SetItem(latest, handle) }).Bounded();
    }

    public HandleState MakeCollection(object site, HandleCollection collection)
    {
        var latest = new HandleId(HandleOrigin.Latest, site);
        var state = this;
        if (Slots.Any(slot => slot.Value.Ids.Contains(latest)))
        {
            // Somebody keeps the collection of the round before; from now on nobody knows which one is meant.
            state = EscapeCollection(latest, collection.Kind);
            state = state with { Slots = state.ReplaceInSlots(latest, null) };
        }

        return (state with { Collections = state.Collections.SetItem(latest, collection) }).Bounded();
    }

    /// <summary>An effect on what an expression refers to: certain where that is one object, possible on each where it is several.</summary>
    public HandleState Apply(Referents target, PrimitiveKind kind, Func<Handle, Handle> certain, Func<Handle, Handle> possible)
    {
        if (target.Single is { } single)
        {
            return Set(single, certain(View(single, kind)));
        }

        var state = this;
        foreach (var id in target.Ids)
        {
            state = state.Set(id, possible(View(id, kind)));
        }

        return state;
    }

    /// <summary>An effect on every element of a collection.</summary>
    public HandleState ApplyToAll(HandleId id, PrimitiveKind kind, Func<Handle, Handle> certain, Func<Handle, Handle> possible)
    {
        var state = this;
        var collection = CollectionOf(id, kind);
        foreach (var member in collection.Members)
        {
            var handle = View(member.Key, kind);
            state = state.Set(member.Key, member.Value ? certain(handle) : possible(handle));
        }

        if (ViewRest(id, kind) is { } rest)
        {
            state = state.SetRest(id, collection, certain(rest));
        }

        return state;
    }

    public HandleState Escape(Referents target, PrimitiveKind kind)
    {
        var state = this;
        foreach (var id in target.Ids)
        {
            state = state.Collections.ContainsKey(id)
                ? state.EscapeCollection(id, kind)
                : state with { Handles = state.Handles.SetItem(id, state.RawOf(id, kind).Escaped()) };
        }

        return state;
    }

    /// <summary>References to the elements, not to the collection, have got into unseen hands.</summary>
    public HandleState EscapeElements(HandleId id, PrimitiveKind kind)
    {
        var state = this;
        var collection = CollectionOf(id, kind);
        foreach (var member in collection.Members)
        {
            state = state with { Handles = state.Handles.SetItem(member.Key, state.RawOf(member.Key, kind).Escaped()) };
        }

        return state with { Collections = state.Collections.SetItem(id, collection with { Rest = collection.Rest?.Escaped() }) };
    }

    /// <summary>Every handle that others can reach may have been changed by them.</summary>
    /// <param name="isMeanwhile">Only what a thread beside this one can do to any effect here; it cannot join for us.</param>
    public HandleState Later(bool isMeanwhile = false)
    {
        Handle After(Handle handle) => isMeanwhile && handle.Must(HandleStates.Started) ? handle : handle.Later();

        var handles = Handles;
        foreach (var entry in Handles)
        {
            var later = After(entry.Value);
            if (!ReferenceEquals(later, entry.Value))
            {
                handles = handles.SetItem(entry.Key, later);
            }
        }

        var collections = Collections;
        foreach (var entry in Collections)
        {
            if (entry.Value.IsEscaped && !isMeanwhile)
            {
                collections = collections.SetItem(entry.Key, entry.Value.Later());
            }
            else if (entry.Value.Rest is { IsEscaped: true } rest)
            {
                collections = collections.SetItem(entry.Key, entry.Value with { Rest = After(rest) });
            }
        }

        return this with { Handles = handles, Collections = collections };
    }

    /// <summary>Silent rather than slow.</summary>
    public HandleState Bounded() => Handles.Count + Collections.Count > MaxObjects ? Top : this;

    public HandleState Set(HandleId id, Handle handle) =>
        Mixed(loop => Collections.TryGetValue(loop.Collection, out var collection) && collection.Members.ContainsKey(id)) with
        {
            Handles = Handles.SetItem(id, handle),
        };

    public HandleState SetRest(HandleId id, HandleCollection collection, Handle? rest) =>
        Mixed(loop => loop.Collection == id) with { Collections = Collections.SetItem(id, collection with { Rest = rest }) };

    private static HandleCollection JoinedWithUntouched(HandleId id, HandleCollection collection) =>
        id.Origin == HandleOrigin.Outside ? collection.Later() with { Rest = Handle.Unknown(collection.Kind) } : collection;

    /// <summary>On the other path it is what it was at the beginning of the body, or has not been made.</summary>
    private static Handle JoinedWithUntouched(HandleId id, Handle handle) =>
        id.Origin == HandleOrigin.Outside ? handle.Join(Handle.Unknown(handle.Kind)) : handle;

    /// <summary>On the other path a field is what it was at the beginning. A local has no value there, or it could not be read any more.</summary>
    private static Referents JoinedWithUnbound(Slot slot, Referents referents) =>
        slot.Index is not null ? Referents.Unknown
        : slot.Loop is not null || slot.Path is null or { Root: PathRoot.Local, Members.IsEmpty: true } ? referents
        : referents.Join(Referents.To(HandleId.Outside(slot)));

    private HandleCollection JoinCollections(HandleCollection left, HandleCollection right, HandleState other)
    {
        // A handle that has not been made on the other path is in all collections there as far as it exists.
        var members = ImmutableDictionary.CreateBuilder<HandleId, bool>();
        foreach (var member in left.Members)
        {
            members[member.Key] = member.Value && (right.Members.TryGetValue(member.Key, out var isCertain) ? isCertain : !other.Handles.ContainsKey(member.Key));
        }

        foreach (var member in right.Members)
        {
            if (!left.Members.ContainsKey(member.Key))
            {
                members[member.Key] = member.Value && !Handles.ContainsKey(member.Key);
            }
        }

        return new(left.Kind, members.ToImmutable(), Handle.Join(left.Rest, right.Rest), left.IsEscaped | right.IsEscaped);
    }

    private Handle RawOf(HandleId id, PrimitiveKind kind) => Handles.TryGetValue(id, out var found) ? found : Handle.Unknown(kind);

    private HandleState EscapeCollection(HandleId id, PrimitiveKind kind)
    {
        var state = EscapeElements(id, kind);
        return state with { Collections = state.Collections.SetItem(id, state.CollectionOf(id, kind) with { IsEscaped = true }) };
    }

    private ImmutableDictionary<Slot, Referents> ReplaceInSlots(HandleId id, HandleId? by)
    {
        var slots = Slots;
        foreach (var slot in Slots)
        {
            var replaced = slot.Value.Replace(id, by);
            if (!ReferenceEquals(replaced, slot.Value))
            {
                slots = slots.SetItem(slot.Key, replaced);
            }
        }

        return slots;
    }

    private ImmutableDictionary<HandleId, HandleCollection> ReplaceInCollections(HandleId latest, HandleId earlier, bool isFirst)
    {
        var collections = Collections;
        foreach (var entry in Collections)
        {
            var members = entry.Value.Members;
            var hasLatest = members.TryGetValue(latest, out var isLatestCertain);
            var hasEarlier = members.TryGetValue(earlier, out var isEarlierCertain);
            if (hasLatest || hasEarlier)
            {
                members = members.Remove(latest).SetItem(earlier, isLatestCertain && (isFirst || isEarlierCertain));
                collections = collections.SetItem(entry.Key, entry.Value with { Members = members });
            }
        }

        return collections;
    }
}
