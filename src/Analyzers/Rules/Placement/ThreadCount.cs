using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Placement;

/// <summary>Whether a count of threads, or a loop that starts one thread each time, may exceed the number of processors.</summary>
internal sealed class ThreadCount(Body body)
{
    /// <summary>Few enough for any machine of today.</summary>
    private const int Few = 4;

    private const int MaxDepth = 8;

    /// <summary>Whoever names a number like this has chosen how many threads there are to be.</summary>
    private static readonly string[] CountWords = ["thread", "worker", "core", "cpu", "processor", "degree", "parallel", "concurren", "partition", "chunk", "segment", "slice", "range", "band", "batch"];

    /// <summary>The creation runs once per item, for certain, and the items are not as few as the processors.</summary>
    public bool IsOnePerItem(IOperation creation)
    {
        if (Selection(creation) is { } items)
        {
            return IsManyItems(items, MaxDepth);
        }

        return Places.LoopsAround(creation.Syntax).FirstOrDefault() is { } loop
            && Places.IsUnconditionalIn(creation.Syntax, loop)
            && !Places.MayEndEarly(loop)
            && LoopOf(loop) switch
            {
                IForLoopOperation { Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.NotEquals } condition } => IsMany(condition.RightOperand, MaxDepth),
                IForEachLoopOperation each => IsManyItems(each.Collection, MaxDepth),
                _ => false,
            };
    }

    /// <summary>The number may be larger than that of the processors, and nobody has chosen it to be that of the threads.</summary>
    public bool IsMany(IOperation count) => IsMany(count, MaxDepth);

    private ILoopOperation? LoopOf(StatementSyntax loop) =>
        BodyOperations.Evaluation(body.Outermost.Root).OfType<ILoopOperation>().FirstOrDefault(operation => operation.Syntax == loop);

    /// <summary>The items of a query whose selector makes one thread for each.</summary>
    private IOperation? Selection(IOperation creation)
    {
        if (creation.Syntax.FirstAncestorOrSelf<LambdaExpressionSyntax>(static lambda => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" } } }) is not { } selector)
        {
            return null;
        }

        return body.Outermost.SelfAndNested
            .SelectMany(static nested => nested.Operations.All)
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.TargetMethod is { Name: "Select", ContainingType.Name: "Enumerable" } && call.Syntax == selector.Parent!.Parent!.Parent)
            ?.Arguments[0].Value;
    }

    private bool IsMany(IOperation count, int depth)
    {
        var value = body.Definitions.SkipWrappers(count);
        if (value.ConstantValue is { HasValue: true } constant)
        {
            return constant.Value is > Few;
        }

        if (depth == 0 || MentionsProcessors(value))
        {
            return false;
        }

        switch (value)
        {
            case ILocalReferenceOperation local when body.Definitions.ValueOf(local.Local) is { } definition:
                return IsMany(definition, depth - 1);

            case IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } items }:
                return IsManyItems(items, depth - 1);

            case IBinaryOperation binary:
                return IsMany(binary.LeftOperand, depth - 1) || IsMany(binary.RightOperand, depth - 1);

            default:
                return value is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation && !IsChosenNumber(HolderOf(value)!);
        }
    }

    private bool IsManyItems(IOperation items, int depth)
    {
        var value = body.Definitions.SkipWrappers(items);
        if (depth == 0)
        {
            return false;
        }

        switch (value)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues.Length > Few;

            case IArrayCreationOperation { DimensionSizes.Length: 1 } array:
                return IsMany(array.DimensionSizes[0], depth - 1);

            case ILocalReferenceOperation local when body.Definitions.ValueOf(local.Local) is { } definition && body.Definitions.SkipWrappers(definition) is IArrayCreationOperation or IInvocationOperation or { Syntax.RawKind: HandleSources.CollectionExpression }:
                return IsManyItems(definition, depth - 1);

            case IInvocationOperation { TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" } } range:
                return range.ArgumentFor(1) is { } count && IsMany(count.Value, depth - 1);

            case IInvocationOperation call:
                return !Words(call.TargetMethod.Name) && !MentionsProcessors(call);

            case { Syntax.RawKind: HandleSources.CollectionExpression }:
                return value.ChildOperations.Count > Few;

            default:
                return HolderOf(value) is { } holder && !Words(holder.Name) && !(holder is IFieldSymbol field && FewInInitializer(field, depth));
        }
    }

    private bool FewInInitializer(IFieldSymbol field, int depth) =>
        InitializerOf(field) is { } value && body.Definitions.SkipWrappers(value) is IArrayCreationOperation array && !IsManyItems(array, depth - 1);

    private bool IsChosenNumber(ISymbol holder) =>
        Words(holder.Name) || (holder is IFieldSymbol field && InitializerOf(field) is { } value && (MentionsProcessors(value) || value.ConstantValue is { HasValue: true, Value: <= Few }));

    private IOperation? InitializerOf(IFieldSymbol field) =>
        body.Type.Bodies
            .FirstOrDefault(initializer => SymbolEqualityComparer.Default.Equals(initializer.Owner, field))
            ?.Operations.All.OfType<ISimpleAssignmentOperation>().LastOrDefault()?.Value;

    private static ISymbol? HolderOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private bool MentionsProcessors(IOperation value) =>
        BodyOperations.Evaluation(value).Any(operation =>
            operation is IPropertyReferenceOperation { Property.Name: "ProcessorCount" }
            || (operation is ILocalReferenceOperation local && body.Definitions.ValueOf(local.Local) is { } definition && definition is not IFlowCaptureReferenceOperation
                && definition.Syntax.Span.End < local.Syntax.SpanStart && MentionsProcessors(definition)));

    private static bool Words(string name) => CountWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
