using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>What an operation reads and writes of this process's memory, concurrent collections included.</summary>
internal static class SharedMemory
{
    public static MemoryLocation? WriteOf(IOperation operation, Body body) =>
        Accesses.Of(operation, body) is { IsWrite: true } access ? access.Location
        : OfCollection(operation, body, static effect => effect is Effect.Put or Effect.TryPut or Effect.WriteItem or Effect.Atomic);

    public static MemoryLocation? ReadOf(IOperation operation, Body body) =>
        Accesses.Of(operation, body) is { IsRead: true, IsWrite: false } access ? access.Location
        : OfCollection(operation, body, static effect => effect is Effect.Check or Effect.Enumerate or Effect.ReadItem or Effect.Take or Effect.TryTake or Effect.Consume);

    private static MemoryLocation? OfCollection(IOperation operation, Body body, Func<Effect, bool> isMeant)
    {
        var (effect, instance) = operation switch
        {
            IInvocationOperation call => (body.Model.EffectOf(call), call.Instance),
            IPropertyReferenceOperation property => (body.Model.EffectOf(property.Property, (Usage.Of(property, body) & AccessKind.Write) != 0), property.Instance),
            _ => default,
        };
        return effect is { Type.Kind: PrimitiveKind.ConcurrentCollection or PrimitiveKind.Queue }
            && (effect.Type.Traits & PrimitiveTraits.CrossProcess) == 0
            && isMeant(effect.Effect)
            && instance is not null
            && AccessPaths.Of(instance, body) is { } path
                ? new(path, IsContent: true)
                : null;
    }
}
