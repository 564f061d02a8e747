using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>What a body does to the processes that it makes, each named by the operation that makes it: one by one, or as the elements of a collection.</summary>
internal sealed class ProcessCalls
{
    private readonly List<(IOperation Operation, Effect Effect, List<IOperation> Births)> calls = [];

    public ProcessCalls(Body body) => body.Type.Analysis(static facts => new HandleFlows(facts)).Of(body).Visit((operation, handles) =>
    {
        if (ProcessOf(operation, body) is var (process, effect) && handles.Of(process) is { Kind: PrimitiveKind.Process } handle)
        {
            calls.Add((operation, effect, [.. handle.Births]));
        }
    });

    /// <summary>The calls that have the effect on the process, and perhaps on others too.</summary>
    public IEnumerable<IOperation> Of(IOperation process, Effect effect) => calls.Where(call => call.Effect == effect && call.Births.Contains(process)).Select(static call => call.Operation);

    /// <summary>The first wait without a limit for the process, or for whichever of several like it.</summary>
    public IOperation? JoinOf(IOperation process, IEnumerable<IOperation> alike) => calls
        .Where(call => call.Effect == Effect.Join && call.Births.Contains(process) && call.Births.TrueForAll(alike.Contains))
        .Select(static call => call.Operation)
        .OrderBy(static call => call.Syntax.SpanStart)
        .FirstOrDefault();

    private static (IOperation Process, Effect Effect)? ProcessOf(IOperation operation, Body body)
    {
        switch (operation)
        {
            case IInvocationOperation { Instance: { } process } call when body.Model.EffectOf(call) is { IsAsync: false } effect:
                return effect.Effect is Effect.Join or Effect.TryJoin ? WaitTimes.Of(effect, call) == WaitTime.Infinite ? (process, Effect.Join) : null : (process, effect.Effect);

            case IAwaitOperation { Operation: IInvocationOperation { Instance: { } process } call } when body.Model.EffectOf(call) is { Effect: Effect.Join, IsAsync: true }:
                return (process, Effect.Join);

            case IAwaitOperation { Operation: var awaited } when body.Model.KindOf(awaited.Type) == PrimitiveKind.Process:
                return (awaited, Effect.Join);

            case IPropertyReferenceOperation { Instance: { } process } property when body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join }:
                return (process, Effect.Join);

            default:
                return null;
        }
    }
}
