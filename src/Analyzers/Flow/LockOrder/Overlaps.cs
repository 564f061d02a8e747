using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Whether two edges can be reached by two threads at the same time.</summary>
internal sealed class Overlaps(TypeFacts type)
{
    private readonly EntryPoints entries = type.Analysis(static facts => new EntryPoints(facts));

    public bool Possible(EntryEdge left, EntryEdge right)
    {
        if (left.Entry == right.Entry)
        {
            return entries.MayOverlapItself(left.Entry) && !IsLocal(left.Edge) && !IsLocal(right.Edge);
        }

        return !IsOver(left, right) && !IsOver(right, left);
    }

    private static bool IsLocal(OrderEdge edge) => edge.Held.Root is PathRoot.Local or PathRoot.Parameter || edge.Wanted.Root is PathRoot.Local or PathRoot.Parameter;

    /// <summary>The first edge's body runs on a thread that has been joined, or is not started yet, when the second one's turn comes.</summary>
    private bool IsOver(EntryEdge first, EntryEdge second)
    {
        if (entries.StartOf(first.Entry) is not { IsRepeated: false } start)
        {
            return false;
        }

        var place = second.Entry == start.In ? second.Edge.Place
            : entries.StartOf(second.Entry) is { IsRepeated: false } other && other.In == start.In ? other.Operation
            : null;
        return place is not null && IsJoinedAt(start, place, isStarted: second.Entry != start.In);
    }

    private bool IsJoinedAt(StartedAt start, IOperation place, bool isStarted)
    {
        var isOver = false;
        var flows = type.Analysis(static facts => new HandleFlows(facts));
        flows.Of(start.In).Visit((operation, handles) =>
        {
            if ((operation == place || (isStarted && Starts(operation, place, handles))) && handles.All.Where(handle => handle.Births.Contains(start.Operation)).ToList() is { Count: > 0 } found)
            {
                isOver |= found.All(handle => handle.Must(HandleStates.Joined) || (!isStarted && handle.Must(HandleStates.New)));
            }
        });
        return isOver;
    }

    private bool Starts(IOperation operation, IOperation creation, HandleView handles) =>
        operation is IInvocationOperation { Instance: { } instance } call
        && type.Model.EffectOf(call)?.Effect == Effect.Start
        && handles.Of(instance)?.Births.Contains(creation) == true;
}
