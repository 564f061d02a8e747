using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Processes;

/// <summary>What the handlers that a body adds to a process write while they read its output: the text they collect.</summary>
internal sealed class CollectedOutput
{
    private readonly Dictionary<ProcessKey, HashSet<MemoryLocation>> written = [];

    public CollectedOutput(Body body, ProcessNames names)
    {
        foreach (var operation in body.Operations.All)
        {
            if (operation is IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Instance: { } process } reference } subscription
                && names.IsProcess(process.Type)
                && body.Model.EffectOf(reference.Event) is { Effect: Effect.Subscribe, Streams: not ProcessStreams.None }
                && names.KeyOf(process) is { } key)
            {
                Add(key, LocationsOf(subscription.HandlerValue, body));
            }
        }
    }

    public bool IsEmpty => written.Count == 0;

    public bool IsCollected(MemoryLocation location) => written.Values.Any(found => found.Contains(location));

    public bool IsCollected(ProcessKey process, MemoryLocation location) => written.TryGetValue(process, out var found) && found.Contains(location);

    /// <remarks>A handler that tells other threads how far it is may tell them that it has seen the end.</remarks>
    private static ImmutableHashSet<MemoryLocation> LocationsOf(IOperation handler, Body body) =>
        BodyFinder.OfDelegate(handler, body) is { } started && EffectCollector.Of(started, body) is { MaySignal: false } effects && !effects.Has(BodyTraits.UsesAtomics)
            ? effects.Accesses.Where(static access => access is { IsWrite: true, IsAtomic: false }).Select(static access => access.Location).ToImmutableHashSet()
            : ImmutableHashSet<MemoryLocation>.Empty;

    private void Add(ProcessKey process, ImmutableHashSet<MemoryLocation> locations)
    {
        if (locations.IsEmpty)
        {
            return;
        }

        if (!written.TryGetValue(process, out var found))
        {
            written.Add(process, found = []);
        }

        found.UnionWith(locations);
    }
}
