using ConcurrencyAnalyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>Finds events of any sort that happen while a lock is held, in the body that holds it or in a method that it calls.</summary>
/// <typeparam name="T">What the event is; comes from <paramref name="eventAt"/>, which says null for any other operation.</typeparam>
/// <param name="type">The type.</param>
/// <param name="eventAt">The event at an operation of a body.</param>
internal sealed class HeldEvents<T>(TypeFacts type, Func<IOperation, Body, T?> eventAt)
    where T : class
{
    private const int MaxEvents = 8;
    private const int MaxDepth = 6;

    private readonly LockFlows flows = type.Analysis(static facts => new LockFlows(facts));
    private readonly Dictionary<Body, List<(T Event, Body In)>> free = [];

    /// <summary>Each event once, in the innermost body that holds a lock then.</summary>
    public IEnumerable<HeldEvent<T>> Find()
    {
        var found = new List<HeldEvent<T>>();
        foreach (var body in flows.Bodies)
        {
            free[body] = Visit(body, found);
        }

        return found.OrderBy(static held => held.Place, LockCycleOrder.BySource);
    }

    private List<(T Event, Body In)> Visit(Body body, List<HeldEvent<T>> found)
    {
        var unheld = new List<(T, Body)>();
        var locks = flows.LocksOf(body)!;
        flows.ResultOf(body)!.Visit((operation, before) =>
        {
            if (eventAt(operation, body) is { } here)
            {
                Add(here, body, operation, null);
            }
            else if (locks.Calls.TryGetValue(operation, out var call) && CallCompletion.IsSynchronous(call) && !LockOrders.RunsLater(call.Callee))
            {
                foreach (var (inner, origin) in EventsOf(call.Callee, MaxDepth))
                {
                    Add(inner, origin, operation, call);
                }
            }

            void Add(T happened, Body origin, IOperation place, CallSite? call)
            {
                if (before.MustHeld.Any())
                {
                    found.Add(new(happened, origin, place, body, call, before));
                }
                else if (unheld.Count < MaxEvents && before.Keys.All(key => !before[key].IsMayHeld))
                {
                    unheld.Add((happened, origin));
                }
            }
        });
        return unheld;
    }

    /// <summary>What happens in a body while it holds no lock of its own.</summary>
    private List<(T Event, Body In)> EventsOf(Body body, int depth)
    {
        if (free.TryGetValue(body, out var known))
        {
            return known;
        }

        var found = new List<(T, Body)>();
        if (depth == 0 || flows.LocksOf(body) is not null)
        {
            return found;
        }

        // A body that touches no lock is not in the lock flow.
        free[body] = found;
        foreach (var operation in body.Operations.All)
        {
            if (eventAt(operation, body) is { } here)
            {
                found.Add((here, body));
            }
            else if (CallSite.Of(operation, body) is { } call && CallCompletion.IsSynchronous(call) && !LockOrders.RunsLater(call.Callee))
            {
                found.AddRange(EventsOf(call.Callee, depth - 1));
            }

            if (found.Count >= MaxEvents)
            {
                break;
            }
        }

        return found;
    }
}
