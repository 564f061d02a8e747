using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Processes;

/// <summary>Finds the processes of a body that are joined while the queue or pipe that they fill is still full.</summary>
internal static class ProducerJoins
{
    public static bool IsChannel(PrimitiveType type, MemberEffect member) =>
        type is { IsRuntime: true, Kind: PrimitiveKind.Queue or PrimitiveKind.Factory } && (type.Traits & PrimitiveTraits.CrossProcess) != 0 && member.Effect == Effect.Create
        || type is { IsRuntime: true, Kind: PrimitiveKind.Factory } && member.Effect == Effect.Create;

    public static IEnumerable<ProducerJoin> In(Body body)
    {
        foreach (var channel in ChannelsOf(body))
        {
            var uses = new ChannelUses(body, channel.Near, channel.Far);
            if (!uses.AreKnown)
            {
                continue;
            }

            foreach (var (process, most, isCertain) in uses.Producers)
            {
                if ((!channel.IsPipe && (channel.Capacity <= 0 || most <= channel.Capacity)) || (channel.IsPipe && most is not null) || JoinOf(process, body) is not { } join || IsStoppedBefore(join, process, body) || uses.Takes.Concat(uses.Closes).Any(other => !IsLater(other, join))
                    || uses.Consumers.Any(consumer => !IsStartedLater(consumer, join, body)))
                {
                    continue;
                }

                yield return new(join, channel.Near, channel.IsPipe, isCertain && most is not null, [.. uses.Takes]);
            }

            // A process that only takes, and nobody else puts.
            if (uses is { Producers.Count: 0, Consumers: [var only], Starved: [var taker], Puts.Count: > 0 } && only == taker && JoinOf(taker, body) is { } wait && !IsStoppedBefore(wait, taker, body) && uses.Puts.Concat(uses.Closes).All(put => IsLater(put, wait)))
            {
                yield return new(wait, channel.Near, channel.IsPipe, true, [.. uses.Puts]) { IsStarved = true };
            }
        }
    }

    /// <summary>It runs after the wait, in the same round of every loop.</summary>
    private static bool IsLater(IOperation operation, IOperation wait) =>
        operation.Syntax.SpanStart > wait.Syntax.SpanStart && !Places.LoopsAround(wait.Syntax).Any(loop => loop.Span.Contains(operation.Syntax.Span));

    private static bool IsStartedLater(IInvocationOperation process, IOperation wait, Body body)
    {
        var starts = CallsOf(process, Effect.Start, body).ToList();
        return starts.Count > 0 && starts.TrueForAll(start => IsLater(start, wait));
    }

    private static bool IsStoppedBefore(IOperation wait, IInvocationOperation process, Body body) => CallsOf(process, Effect.Stop, body).Any(stop => !IsLater(stop, wait));

    private static IEnumerable<IInvocationOperation> CallsOf(IInvocationOperation process, Effect effect, Body body) => body.Operations.All.OfType<IInvocationOperation>()
        .Where(call => body.Model.EffectOf(call)?.Effect == effect && call.Instance is { } handle && ReferenceEquals(body.Definitions.Origin(handle), process));

    /// <summary>Queues and pipes that are made here: the end that stays, the end that is handed over, and how much fits in; 0 where that is not limited, or not known.</summary>
    private static IEnumerable<(ILocalSymbol Near, ILocalSymbol Far, int Capacity, bool IsPipe)> ChannelsOf(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            switch (operation)
            {
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment
                    when body.Definitions.WritesTo(local) == 1
                    && body.Definitions.SkipWrappers(assignment.Value) is IObjectCreationOperation creation
                    && body.Model.EffectOf(creation) is { Type: { Kind: PrimitiveKind.Queue, IsRuntime: true } type, MaximumParameter: >= 0 } effect
                    && (type.Traits & PrimitiveTraits.CrossProcess) != 0
                    && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.MaximumParameter)?.Value is { } bound:
                    yield return (local, local, bound.ConstantValue is { HasValue: true, Value: int capacity } ? capacity : 0, false);
                    break;

                case IDeconstructionAssignmentOperation { Target: var target, Value: var value }
                    when body.Definitions.SkipWrappers(value) is IInvocationOperation pipe
                    && body.Model.EffectOf(pipe) is { Effect: Effect.Create, Type: { Kind: PrimitiveKind.Factory, IsRuntime: true } }
                    && EndsOf(target) is var (first, second):
                    yield return (first, second, 0, true);
                    yield return (second, first, 0, true);
                    break;
            }
        }
    }

    private static (ILocalSymbol First, ILocalSymbol Second)? EndsOf(IOperation target)
    {
        if (target is IDeclarationExpressionOperation declaration)
        {
            target = declaration.Expression;
        }

        return target is ITupleOperation { Elements: [var first, var second] } && LocalOf(first) is { } left && LocalOf(second) is { } right ? (left, right) : null;
    }

    private static ILocalSymbol? LocalOf(IOperation element) => element switch
    {
        ILocalReferenceOperation local => local.Local,
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    /// <summary>The first wait without a limit for the process.</summary>
    private static IOperation? JoinOf(IInvocationOperation creation, Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            var handle = operation switch
            {
                IInvocationOperation { Instance: { } instance } call when body.Model.EffectOf(call) is { Effect: Effect.Join or Effect.TryJoin, IsAsync: false } effect && WaitTimes.Of(effect, call) == WaitTime.Infinite => instance,
                IAwaitOperation { Operation: IInvocationOperation { Instance: { } instance } call } when body.Model.EffectOf(call) is { Effect: Effect.Join, IsAsync: true } => instance,
                IAwaitOperation { Operation: ILocalReferenceOperation awaited } => awaited,
                IPropertyReferenceOperation { Instance: { } instance } property when body.Model.EffectOf(property.Property, isWrite: false) is { Effect: Effect.Join } => instance,
                _ => null,
            };
            if (handle is not null && ReferenceEquals(body.Definitions.Origin(handle), creation))
            {
                return operation;
            }
        }

        return null;
    }
}
