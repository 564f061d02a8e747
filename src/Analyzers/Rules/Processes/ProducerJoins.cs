using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
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
            if (!uses.AreKnown || uses.Producers.Count == 0)
            {
                continue;
            }

            foreach (var (process, most, isCertain) in uses.Producers)
            {
                if ((!channel.IsPipe && most <= channel.Capacity) || (channel.IsPipe && most is not null) || JoinOf(process, body) is not { } join || uses.Takes.Concat(uses.Closes).Any(earlier => earlier.Syntax.SpanStart < join.Syntax.SpanStart))
                {
                    continue;
                }

                yield return new(join, channel.Near, channel.IsPipe, isCertain && most is not null, [.. uses.Takes]);
            }
        }
    }

    /// <summary>Bounded queues and pipes that are made here: the end that stays, the end that is handed over, and how much fits in.</summary>
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
                    && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effect.MaximumParameter)?.Value is { ConstantValue: { HasValue: true, Value: int capacity and > 0 } }:
                    yield return (local, local, capacity, false);
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
