using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Locks;

/// <summary>Makes the summary of a body out of its flow result.</summary>
internal static class LockSummaries
{
    private const int MaxAcquires = 16;

    public static LockSummary Of(LockBody locks, FlowResult<LockState> result, LockFlows flows)
    {
        var acquires = ImmutableArray.CreateBuilder<AcquireSummary>();
        var conditions = new DecidingConditions(locks.Body);
        result.Visit((operation, before) =>
        {
            if (acquires.Count >= MaxAcquires)
            {
                return;
            }

            if (locks.Events.TryGetValue(operation, out var found))
            {
                if (found.Kind == LockEventKind.Acquire && IsFirst(before[found.Key]))
                {
                    Add(new(found.Key, found.Effect, operation, locks.Body, conditions.AreNeutral(operation)));
                }
            }
            else if (locks.Calls.TryGetValue(operation, out var call) && CallCompletion.IsSynchronous(call))
            {
                foreach (var inner in flows.SummaryOf(call.Callee).Acquires)
                {
                    if (call.InCaller(inner.Key) is { } key && IsFirst(before[key]))
                    {
                        Add(inner with { Key = key, IsCertain = inner.IsCertain && conditions.AreNeutral(operation) });
                    }
                }
            }
        });

        return new(acquires.ToImmutable(), NetOf(result)) { NeverReturns = result.Exit is null };

        void Add(AcquireSummary acquire)
        {
            if (!acquires.Any(known => known.Key.Equals(acquire.Key) && known.Site == acquire.Site))
            {
                acquires.Add(acquire);
            }
        }
    }

    /// <summary>Neither held nor given up by this method so far: whoever calls it while holding the lock acquires it again.</summary>
    private static bool IsFirst(LockValue value) => value is { Min: 0, Max: 0 };

    private static ImmutableArray<NetEffect> NetOf(FlowResult<LockState> result)
    {
        if (result.Exit is not { } exit)
        {
            return ImmutableArray<NetEffect>.Empty;
        }

        var net = ImmutableArray.CreateBuilder<NetEffect>();
        foreach (var key in exit.Keys)
        {
            var value = exit[key];
            if (key.Root != PathRoot.Allocation && (value is not { Min: 0, Max: 0 } || value.Depths != default))
            {
                net.Add(new(key, value.Min, value.Max) { Depths = value.Depths });
            }
        }

        return net.ToImmutable();
    }
}
