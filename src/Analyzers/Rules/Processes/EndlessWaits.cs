using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the waits of a type for bodies that do not end.</summary>
internal sealed class EndlessWaits(TypeFacts type)
{
    private readonly WaitedBodies waited = new(type);
    private readonly EndlessLoops loops = new(type);

    /// <summary>The waits of a body after which there is still something to do: a program that only lives for its threads waits for them on purpose.</summary>
    public IEnumerable<(IOperation Wait, IOperation Handle, bool IsProcess)> In(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            if (HandleOf(operation, body) is not { } handle || !FollowingWork.IsBehind(operation))
            {
                continue;
            }

            if (ProcessBodyOf(handle, body) is { } work)
            {
                if (loops.IsEndless(work.Body))
                {
                    yield return (operation, handle, true);
                }
            }
            else if (operation is IAwaitOperation && body.Definitions.Origin(handle) is IInvocationOperation call && CallSite.Of(call, body) is { Callee: { Method.IsAsync: true } callee })
            {
                if (loops.IsEndless(callee))
                {
                    yield return (operation, handle, false);
                }
            }
            else if (waited.At(operation, body).ToList() is { Count: > 0 } bodies && bodies.TrueForAll(started => loops.IsEndless(WorkBody.Of(started).Body)))
            {
                yield return (operation, handle, false);
            }
        }
    }

    private static IOperation? HandleOf(IOperation operation, Body body) => operation switch
    {
        IAwaitOperation { Operation: var awaited } when body.Definitions.SkipWrappers(awaited) is ILocalReferenceOperation or IFieldReferenceOperation or IInvocationOperation => awaited,
        IInvocationOperation { Instance: { } handle } call when body.Model.EffectOf(call) is { Effect: Effect.Join or Effect.TryJoin, IsAsync: false } effect && WaitTimes.Of(effect, call) == WaitTime.Infinite && !IsCancellable(call) => handle,
        IPropertyReferenceOperation { Instance: { } handle } property when body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join } => handle,
        _ => null,
    };

    private static bool IsCancellable(IInvocationOperation wait) => wait.Arguments.Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: nameof(CancellationToken) });

    private static WorkBody? ProcessBodyOf(IOperation handle, Body body) =>
        body.Model.TypeOf(handle.Type) is { IsRuntime: true, Kind: PrimitiveKind.Process } && body.Definitions.Origin(handle) is IInvocationOperation creation ? RemoteBodies.Of(creation, body) : null;
}
