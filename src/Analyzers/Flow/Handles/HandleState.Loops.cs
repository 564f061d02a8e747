using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <content>Going over the elements of a collection.</content>
internal sealed partial record HandleState
{
    /// <summary>Before the first round.</summary>
    public HandleState BeginLoop(LoopKey key, HandleId collection, PrimitiveKind kind)
    {
        var state = Loops.ContainsKey(key) ? EndLoop(key, isComplete: false, replacesElements: false) : this;
        var before = state.AnyElement(collection, kind);
        return state with
        {
            Loops = state.Loops.SetItem(key, new(collection, before, Done: null, IsMixed: false)),
            Collections = state.Collections.SetItem(collection, state.CollectionOf(collection, kind)),
        };
    }

    /// <summary>Where the loop decides whether there is another round: the round before it, if any, has ended.</summary>
    public HandleState EndRound(LoopKey key)
    {
        var element = HandleId.Element(key);
        if (!Loops.TryGetValue(key, out var loop) || !Handles.TryGetValue(element, out var handle))
        {
            return this;
        }

        var slot = ElementSlot(key);
        var isReplaced = slot is not null && Slots.TryGetValue(slot, out var current) && !current.Ids.Contains(element);
        var state = slot is null ? this : Unbind(slot);

        // Who still refers to the element has a name for it that outlives the round.
        var isKept = state.Slots.Any(other => other.Value.Ids.Contains(element)) || state.Collections.Any(other => other.Value.Members.ContainsKey(element));
        handle = isKept ? handle.Escaped() : handle;
        state = isKept ? state.Forget(element, handle) : state;
        return state with
        {
            Handles = state.Handles.Remove(element),
            Loops = isReplaced ? state.Loops : state.Loops.SetItem(key, loop with { Done = Handle.Join(loop.Done, handle) }),
        };
    }

    /// <summary>Another round has begun.</summary>
    public HandleState BeginRound(LoopKey key, PrimitiveKind kind)
    {
        if (!Loops.TryGetValue(key, out var loop))
        {
            return this;
        }

        var element = HandleId.Element(key);
        var state = this with { Handles = Handles.SetItem(element, loop.Before ?? new Handle(kind, HandleStates.None, IsEscaped: false, HandleEvents.None)) };
        return (ElementSlot(key) is { } slot ? state.Bind(slot, Referents.To(element)) : state).Bounded();
    }

    /// <summary>There is no further round.</summary>
    /// <param name="key">The loop.</param>
    /// <param name="isComplete">Whether it has gone over all elements.</param>
    /// <param name="replacesElements">Whether its rounds put new elements into the collection.</param>
    public HandleState EndLoop(LoopKey key, bool isComplete, bool replacesElements)
    {
        var state = EndRound(key);
        if (!state.Loops.TryGetValue(key, out var loop))
        {
            return this;
        }

        state = state with { Loops = state.Loops.Remove(key) };
        if (!state.Collections.TryGetValue(loop.Collection, out var collection))
        {
            return state;
        }

        var isCertain = isComplete && !loop.IsMixed;
        foreach (var member in replacesElements ? [] : collection.Members.ToArray())
        {
            if (state.Handles.TryGetValue(member.Key, out var handle))
            {
                state = state.Set(member.Key, isCertain && member.Value ? WithStatesOf(handle, loop.Done) : Handle.Join(handle, loop.Done)!);
            }
        }

        var rest = collection.Rest is null ? null
            : isCertain ? WithStatesOf(collection.Rest, loop.Done)
            : Handle.Join(collection.Rest, loop.Done);
        return state.SetRest(loop.Collection, state.Collections[loop.Collection], rest);
    }

    /// <summary>Where no round has come to its end there was no element.</summary>
    private static Handle WithStatesOf(Handle handle, Handle? done) =>
        done is null ? handle with { States = HandleStates.None } : done with { IsEscaped = done.IsEscaped | handle.IsEscaped };

    private static Slot? ElementSlot(LoopKey key) => key.Collection is { } slot ? slot with { Loop = key.Loop } : null;

    private Handle? UnderWay(LoopKey key, HandleLoop loop) =>
        Handle.Join(loop.Done, Handles.TryGetValue(HandleId.Element(key), out var element) ? element : null);

    private HandleState Forget(HandleId element, Handle handle)
    {
        var collections = Collections;
        foreach (var entry in Collections)
        {
            if (entry.Value.Members.ContainsKey(element))
            {
                collections = collections.SetItem(entry.Key, (entry.Value with { Members = entry.Value.Members.Remove(element) }).AddRest(handle));
            }
        }

        return this with { Slots = ReplaceInSlots(element, null), Collections = collections };
    }

    private HandleState Mixed(Func<HandleLoop, bool> isMeant)
    {
        var loops = Loops;
        foreach (var loop in Loops)
        {
            if (!loop.Value.IsMixed && isMeant(loop.Value))
            {
                loops = loops.SetItem(loop.Key, loop.Value with { IsMixed = true });
            }
        }

        return ReferenceEquals(loops, Loops) ? this : this with { Loops = loops };
    }
}
