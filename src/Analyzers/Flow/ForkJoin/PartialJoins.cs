using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Joins that wait for one of several threads: the last one of a list, or whichever the variable of a loop was left with.</summary>
internal sealed class PartialJoins(Body body, ImmutableArray<Fork> forks, HandleSources sources)
{
    private readonly Lazy<ImmutableArray<IOperation>> joins = new(() => body.Operations.All
        .Where(operation => Calls.EffectOf(operation, body) is { } effect && EffectGroups.IsJoin(effect.Effect))
        .ToImmutableArray());

    /// <summary>The fork stands for many handles, and of these the join waits for one.</summary>
    public bool IsPartial(IOperation join, Fork fork) =>
        fork.IsRepeated
        && join is IInvocationOperation { Instance: { } receiver } call
        && call.Arguments.IsEmpty
        && !Places.LoopsAround(join.Syntax).Any()
        && join.Syntax.SpanStart > fork.Creation.Syntax.Span.End
        && joins.Value.Count(other => MayJoin(other, fork)) == 1
        && body.Definitions.SkipWrappers(receiver) is ILocalReferenceOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation or IInvocationOperation or { Kind: OperationKind.ImplicitIndexerReference };

    /// <summary>The creation of the handle that stands at a constant place of a collection that was filled in one go.</summary>
    public IOperation? ElementOf(IOperation receiver)
    {
        if (HandleSources.CollectionOf(receiver, body) is not { } collection || Position(receiver) is not { } position)
        {
            return null;
        }

        var set = sources.Of(collection, body);
        var all = set.Creations;
        if (!set.IsComplete || all.Any(static creation => Places.LoopsAround(creation.Syntax).Any()) || !all.All(creation => forks.Any(fork => fork.Creation == creation && !fork.IsRepeated)))
        {
            return null;
        }

        var index = position < 0 ? all.Count + position : position;
        return index >= 0 && index < all.Count && joins.Value.Count(join => all.Any(creation => MayJoin(join, creation))) == 1 ? all[index] : null;
    }

    /// <summary>A constant index, from the end if negative.</summary>
    private int? Position(IOperation receiver)
    {
        var element = body.Definitions.SkipWrappers(receiver);
        var index = element switch
        {
            IArrayElementReferenceOperation { Indices.Length: 1 } array => array.Indices[0],
            IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } item => item.Arguments[0].Value,
            { Kind: OperationKind.ImplicitIndexerReference } => element.ChildOperations.LastOrDefault(),
            _ => null,
        };
        return (index is null ? null : body.Definitions.SkipWrappers(index)) switch
        {
            { ConstantValue: { HasValue: true, Value: int constant } } => constant,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand.ConstantValue: { HasValue: true, Value: int fromEnd } } => -fromEnd,
            _ => null,
        };
    }

    private bool MayJoin(IOperation join, Fork fork) => MayJoin(join, fork.Creation);

    private bool MayJoin(IOperation join, IOperation creation)
    {
        var receiver = join is IInvocationOperation call ? call.Instance ?? call.Arguments.FirstOrDefault()?.Value : (join as IPropertyReferenceOperation)?.Instance;
        if (receiver is null)
        {
            return true;
        }

        var set = sources.Of(receiver, body);
        return !set.IsComplete || set.Creations.Contains(creation);
    }
}
