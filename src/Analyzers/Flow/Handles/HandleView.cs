using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>What is known about handles at one point of a body.</summary>
internal readonly struct HandleView(HandleFlow flow, HandleState state)
{
    private readonly HandleFlow flow = flow;
    private readonly HandleState state = state;

    /// <summary>The handle that an expression refers to, whose operands have been evaluated; null where that is not known.</summary>
    /// <remarks>Where the expression may be one of several, the answer holds for each of them.</remarks>
    public Handle? Of(IOperation expression) => flow.Known(expression, state);

    /// <summary>The elements of the collection that an expression refers to, as far as they differ; null where the collection is not known.</summary>
    public IReadOnlyList<Handle>? ElementsOf(IOperation collection) => MembershipsOf(collection)?.Select(static member => member.Element).ToList();

    /// <summary>As <see cref="ElementsOf"/>, and whether each is in the collection for certain, as far as it has been made at all. Those without a name of their own count as certain.</summary>
    public IReadOnlyList<(Handle Element, bool IsCertain)>? MembershipsOf(IOperation collection)
    {
        var kind = flow.Reader.ElementKindOf(collection);
        if (state.IsTop || kind == PrimitiveKind.None || flow.Reader.Eval(collection, state).Single is not { } id || !state.Collections.TryGetValue(id, out var found))
        {
            return null;
        }

        var current = state;
        var elements = found.Members.Select(member => (current.View(member.Key, kind), member.Value)).ToList();
        if (current.ViewRest(id, kind) is { } rest)
        {
            elements.Add((rest, true));
        }

        return elements;
    }

    /// <summary>
    /// All handles that this body knows of, whether or not anything still refers to them. Each that stands for several is true of every one of
    /// them; where one was made in a loop, it may be that none exists.
    /// </summary>
    public IEnumerable<Handle> All
    {
        get
        {
            if (state.IsTop)
            {
                return [];
            }

            var current = state;
            return current.Handles
                .Select(entry => current.View(entry.Key, entry.Value.Kind))
                .Concat(current.Collections.Select(entry => current.ViewRest(entry.Key, entry.Value.Kind)).OfType<Handle>());
        }
    }
}
