using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.LockOrder;

/// <summary>A call that keeps its thread waiting.</summary>
/// <param name="Operation">The call, or the property that waits.</param>
/// <param name="Row">The row of the table.</param>
/// <param name="Device">The field or property that holds the stream, socket or other object that is waited for; null for a class of static methods, a local, and where nothing is read or written.</param>
/// <param name="Releases">The lock that the call itself lets go while it waits.</param>
internal sealed record Blocking(IOperation Operation, MemberEffect Row, ISymbol? Device, AccessPath? Releases)
{
    /// <summary>Reads or writes a file, a network connection or the like.</summary>
    public bool IsIo => Row.Type.Kind == PrimitiveKind.Blocking;

    /// <returns>Null where the operation does not wait, or only for what has happened already.</returns>
    public static Blocking? Of(IOperation operation, Body body)
    {
        var effect = operation switch
        {
            IInvocationOperation call => EffectOf(call, body),
            IPropertyReferenceOperation { Instance: not null } property => body.Model.EffectOf(property.Property, isWrite: false),
            _ => null,
        };
        return effect is { IsAsync: false } && Waits(effect, operation, body) ? new(operation, effect, DeviceOf(operation, effect), Releases: ReleasedBy(operation, effect, body)) : null;
    }

    /// <summary>By the class that was created, where that is known: a stream in memory does not block.</summary>
    private static MemberEffect? EffectOf(IInvocationOperation call, Body body) =>
        call.Instance is { } instance && body.Definitions.Origin(instance) is IObjectCreationOperation { Type: { } created }
            ? body.Model.EffectOf(call.TargetMethod, created)
            : body.Model.EffectOf(call);

    private static bool Waits(MemberEffect effect, IOperation operation, Body body) => effect.Effect switch
    {
        Effect.Block => !IsImmediate(effect, operation),
        Effect.Join or Effect.TryJoin => !IsImmediate(effect, operation) && !IsOver(operation, effect, body),
        Effect.JoinAll or Effect.TryJoinAll or Effect.JoinAny => !IsImmediate(effect, operation) && effect.Type.Kind is PrimitiveKind.Task or PrimitiveKind.Event,
        Effect.Wait or Effect.TryWait => effect.Type.Kind is not (PrimitiveKind.Condition or PrimitiveKind.Timer) && !IsImmediate(effect, operation),
        Effect.SignalAndWait or Effect.TrySignalAndWait => !IsImmediate(effect, operation),
        Effect.Take => !IsImmediate(effect, operation) && effect.Type.Kind == PrimitiveKind.Queue,
        Effect.JoinQueue => true,
        _ => false,
    };

    private static bool IsImmediate(MemberEffect effect, IOperation operation) =>
        operation is IInvocationOperation call && WaitTimes.Of(effect, call) == WaitTime.Zero;

    /// <summary>A result is mostly read when it is there; what counts is a task that runs, and one that is made and waited for at once.</summary>
    private static bool IsOver(IOperation operation, MemberEffect effect, Body body)
    {
        var handle = operation switch
        {
            IInvocationOperation { Instance: { } instance } => instance,
            IPropertyReferenceOperation { Instance: { } instance } => instance,
            _ => null,
        };
        while (handle is not null && body.Definitions.SkipWrappers(handle) is IInvocationOperation { Instance: { } receiver } call && body.Model.EffectOf(call) is { ReturnsReceiver: true })
        {
            handle = receiver;
        }

        if (handle is null)
        {
            return false;
        }

        var value = body.Definitions.SkipWrappers(handle);
        if (value is IInvocationOperation made)
        {
            return body.Model.EffectOf(made) is { Effect: Effect.Obtain };
        }

        var known = StateOf(value, operation, body);
        var isRead = operation is IPropertyReferenceOperation || effect.Type.Kind == PrimitiveKind.Awaiter;
        return isRead ? known is null || known.IsEscaped || !known.Must(HandleStates.Running) : known?.Must(HandleStates.Joined) == true;
    }

    private static Handle? StateOf(IOperation handle, IOperation place, Body body)
    {
        Handle? state = null;
        body.Type.Analysis(static facts => new HandleFlows(facts)).Of(body).Visit((operation, handles) =>
        {
            if (operation == place)
            {
                state = handles.Of(handle);
            }
        });
        return state;
    }

    private static ISymbol? DeviceOf(IOperation operation, MemberEffect effect) =>
        effect.Type.Kind == PrimitiveKind.Blocking && operation is IInvocationOperation { Instance: IMemberReferenceOperation member } ? member.Member : null;

    private static AccessPath? ReleasedBy(IOperation operation, MemberEffect effect, Body body) =>
        effect.Type.Kind == PrimitiveKind.Lock && operation is IInvocationOperation call && effect.KeyParameter != MemberEffect.Absent
            ? AccessPaths.Of(call.ArgumentFor(effect.KeyParameter)?.Value, body)
            : null;
}
