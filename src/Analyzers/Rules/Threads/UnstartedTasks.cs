using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Handles;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Threads;

/// <summary>Tasks made by their constructor that a body waits for, and that neither it nor anybody else has started by then.</summary>
internal static class UnstartedTasks
{
    public static IEnumerable<IOperation> In(Body body, HandleFlows flows)
    {
        var found = new HashSet<IOperation>();
        if (!body.Operations.All.Any(operation => IsBirth(operation, body.Model)))
        {
            return found;
        }

        flows.Of(body).Visit((operation, handles) =>
        {
            foreach (var task in WaitedBy(operation, body.Model).SelectMany(waited => KnownOf(Task(waited, body), handles)))
            {
                if (task is { Kind: PrimitiveKind.Task, IsEscaped: false, Events.IsComplete: true } && task.Must(HandleStates.New) && task.Births.All(birth => IsBirth(birth, body.Model)))
                {
                    found.UnionWith(task.Births);
                }
            }
        });
        return found.OrderBy(static birth => birth.Syntax.SpanStart);
    }

    private static bool IsBirth(IOperation operation, ConcurrencyModel model) =>
        operation is IObjectCreationOperation { Constructor: { } constructor } creation

        // A task with a token is a way to wait for the cancellation.
        && !creation.Arguments.Any(static argument => argument.Parameter?.Type.Name == nameof(CancellationToken))
        && model.EffectOf(constructor) is { Effect: Effect.Create, Type.Kind: PrimitiveKind.Task, BodyParameter: not MemberEffect.Absent };

    /// <summary>The task behind <c>ConfigureAwait</c> and <c>GetAwaiter</c>.</summary>
    private static IOperation Task(IOperation waited, Body body) =>
        body.Definitions.SkipWrappers(waited) is IInvocationOperation { Instance: { } receiver } view && body.Model.EffectOf(view) is { ReturnsReceiver: true } ? Task(receiver, body) : waited;

    private static IEnumerable<Handle> KnownOf(IOperation waited, HandleView handles) =>
        handles.Of(waited) is { } one ? [one] : handles.ElementsOf(waited) ?? [];

    /// <summary>What the operation waits for without a limit.</summary>
    private static IEnumerable<IOperation> WaitedBy(IOperation operation, ConcurrencyModel model)
    {
        switch (operation)
        {
            case IAwaitOperation { Operation: { } awaited }:
                return awaited is IInvocationOperation all && model.EffectOf(all) is { Effect: Effect.JoinAll } ? all.Arguments.SelectMany(static argument => Parts(argument.Value)) : [awaited];

            case IPropertyReferenceOperation { Instance: { } task } property:
                return model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join, Type.Kind: PrimitiveKind.Task } ? [task] : [];

            case IInvocationOperation call when model.EffectOf(call) is { IsAsync: false } effect:
                return effect.Effect == Effect.JoinAll ? call.Arguments.SelectMany(static argument => Parts(argument.Value))
                    : effect is { Effect: Effect.Join, Type.Kind: PrimitiveKind.Task or PrimitiveKind.Awaiter } && call.Instance is { } instance ? [instance]
                    : [];

            default:
                return [];
        }
    }

    /// <summary>The tasks that the call names one by one, or the collection of them.</summary>
    private static IEnumerable<IOperation> Parts(IOperation argument)
    {
        while (argument is IConversionOperation conversion)
        {
            argument = conversion.Operand;
        }

        return argument is IArrayCreationOperation { Initializer: { } initializer } ? initializer.ElementValues.AsEnumerable() : [argument];
    }
}
