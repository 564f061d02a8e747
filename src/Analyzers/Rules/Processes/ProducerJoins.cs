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
        ProcessCalls? calls = null;
        var found = new HashSet<IOperation>();
        foreach (var channel in ChannelsOf(body))
        {
            var uses = new ChannelUses(body, channel.Near, channel.Far);
            if (!uses.AreKnown || (uses.Producers.Count == 0 && uses.Consumers.Count == 0))
            {
                continue;
            }

            calls ??= new(body);
            foreach (var (process, most, isCertain) in uses.Producers)
            {
                if (calls.JoinOf(process, uses.Producers.Select(static producer => (IOperation)producer.Process)) is { } join
                    && (channel.IsPipe ? most is null : channel.Capacity > 0 && (most is null || TotalAt(join, process, uses, calls) > channel.Capacity))
                    && !IsStoppedBefore(join, process, calls)
                    && uses.Takes.Concat(uses.Closes).All(other => IsLater(other, join))
                    && uses.Consumers.All(consumer => IsStartedLater(consumer, join, calls))
                    && found.Add(join))
                {
                    yield return new(join, channel.Near, channel.IsPipe, isCertain && most > channel.Capacity, [.. uses.Takes]);
                }
            }

            // A process that only takes, and nobody else puts.
            if (uses is { Producers.Count: 0, Consumers: [var only], Starved: [var taker], Puts.Count: > 0 } && only == taker && calls.JoinOf(taker, [taker]) is { } wait && !IsStoppedBefore(wait, taker, calls) && uses.Puts.Concat(uses.Closes).All(put => IsLater(put, wait)))
            {
                yield return new(wait, channel.Near, channel.IsPipe, true, [.. uses.Puts]) { IsStarved = true };
            }
        }
    }

    /// <summary>What the process, and those that are started before its end is waited for, put together; null where nobody knows how much one of them does.</summary>
    private static int? TotalAt(IOperation join, IOperation process, ChannelUses uses, ProcessCalls calls)
    {
        var beside = uses.Producers.Where(other => other.Process == process || !IsStartedLater(other.Process, join, calls)).ToList();
        return beside.TrueForAll(static other => other.Most is not null) ? beside.Sum(static other => other.Most) : uses.Producers.First(other => other.Process == process).Most;
    }

    /// <summary>It runs after the wait, in the same round of every loop.</summary>
    private static bool IsLater(IOperation operation, IOperation wait) =>
        operation.Syntax.SpanStart > wait.Syntax.SpanStart && !Places.LoopsAround(wait.Syntax).Any(loop => loop.Span.Contains(operation.Syntax.Span));

    private static bool IsStartedLater(IOperation process, IOperation wait, ProcessCalls calls)
    {
        var starts = calls.Of(process, Effect.Start).ToList();
        return starts.Count > 0 && starts.TrueForAll(start => IsLater(start, wait));
    }

    private static bool IsStoppedBefore(IOperation wait, IOperation process, ProcessCalls calls) => calls.Of(process, Effect.Stop).Any(stop => !IsLater(stop, wait));

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
}
