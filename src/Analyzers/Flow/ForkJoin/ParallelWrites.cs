using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Judges the writes of a delegate that several threads run at the same time.</summary>
internal sealed class ParallelWrites(ParallelRun run, Body context)
{
    private readonly ConcurrencyModel model = context.Model;

    public static IEnumerable<ParallelWrite> Of(Body body) => ParallelRuns.In(body).SelectMany(run => new ParallelWrites(run, body).Find());

    private IEnumerable<ParallelWrite> Find()
    {
        foreach (var access in run.Effects.Accesses)
        {
            if (access is { IsWrite: true, IsAtomic: false, IsGuarded: false } && IsReached(access) && !IsProtected(access.Operation) && DamageOf(access) is var (damage, isCertain))
            {
                yield return new(run, access, damage, isCertain);
            }
        }
    }

    /// <summary>Another run of the delegate, or another delegate beside it, gets to the same memory.</summary>
    private bool IsReached(Access access)
    {
        if (run.Loop is { } loop && access.Location.Path.Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } && loop.Span.Contains(declaration.Span))
        {
            return false;
        }

        return run.Others.IsEmpty || run.Others.Any(other => other.Accesses.Any(beside => beside is { IsAtomic: false, IsGuarded: false } && Matching.Overlap(access, beside)));
    }

    private (ParallelDamage, bool)? DamageOf(Access access)
    {
        var operation = access.Operation;
        if (access.Location.IsContent)
        {
            return operation is IArrayElementReferenceOperation element ? OfElement(access, element.Indices)
                : operation is IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type: { } list, Arguments: [var index] } && IsList(list) ? OfElement(access, [index.Value])
                : IsOwnObject(access) ? (ParallelDamage.Broken, true)
                : null;
        }

        if (IsReadAndWritten(operation))
        {
            return (ParallelDamage.Lost, true);
        }

        // Who comes last wins, and that may be all the same; not so where the delegate goes on to read it.
        return operation is not IArgumentOperation
            && run.Others.IsEmpty
            && IsOfDelegateItself(operation)
            && ValueOf(operation) is { ConstantValue.HasValue: false }
            && !IsLazy(operation)
            && run.Effects.Accesses.Any(read => read is { IsRead: true, IsAtomic: false, IsGuarded: false } && read.Operation != operation && read.Location.Equals(access.Location))
                ? (IsComparedFirst(operation) ? ParallelDamage.Lost : ParallelDamage.Mixed, true)
                : null;
    }

    private (ParallelDamage, bool)? OfElement(Access access, IEnumerable<IOperation> indices)
    {
        var isChange = access.IsRead && IsReadAndWritten(access.Operation);
        var reach = indices.Select(ReachOf).DefaultIfEmpty(IndexReach.Same).Max();
        return reach switch
        {
            IndexReach.Same when isChange || IsReadToo(access) => (isChange ? ParallelDamage.Lost : ParallelDamage.Mixed, true),
            IndexReach.Unknown when isChange => (ParallelDamage.Lost, false),
            _ => null,
        };
    }

    private bool IsReadToo(Access access) => run.Effects.Accesses.Any(read => read is { IsRead: true, IsWrite: false } && read.Operation != access.Operation && Matching.Overlap(read, access) && read.Operation is IArrayElementReferenceOperation);

    /// <summary>Whether all runs of the delegate mean the same element by the index.</summary>
    private IndexReach ReachOf(IOperation index)
    {
        var reach = IndexReach.Same;
        foreach (var operation in BodyOperations.Evaluation(index))
        {
            switch (operation)
            {
                case ILiteralOperation or IConversionOperation or IBinaryOperation or IUnaryOperation or IParenthesizedOperation:
                case ILocalReferenceOperation { Local.IsConst: true }:
                    break;

                case ILocalReferenceOperation local when IsShared(local.Local):
                case IParameterReferenceOperation parameter when IsShared(parameter.Parameter):
                    reach = IsWritten(operation) ? IndexReach.Own : reach;
                    break;

                // The number of the round, and what is computed from it and nothing else, belongs to one run.
                case ILocalReferenceOperation or IParameterReferenceOperation:
                    return reach == IndexReach.Unknown ? reach : IsScattered(index) ? IndexReach.Unknown : IndexReach.Own;

                default:
                    reach = IndexReach.Unknown;
                    break;
            }
        }

        return reach;
    }

    /// <summary>What comes out of a table, a division or a call may be the same for several runs.</summary>
    private static bool IsScattered(IOperation index) => BodyOperations.Evaluation(index).Any(static operation =>
        operation is IArrayElementReferenceOperation or IInvocationOperation or IPropertyReferenceOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder or BinaryOperatorKind.And or BinaryOperatorKind.RightShift });

    private bool IsShared(ISymbol variable)
    {
        for (var outer = run.Started.Body.Parent ?? context; outer is not null; outer = outer.Parent)
        {
            if (SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, outer.Owner))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWritten(IOperation variable) => run.Effects.Accesses.Any(access => access.IsWrite && !access.Location.IsContent && access.Operation.Syntax.ToString() == variable.Syntax.ToString());

    /// <summary>The new value depends on the old one: <c>x++</c>, <c>x += y</c>, <c>x = x + y</c>.</summary>
    private static bool IsReadAndWritten(IOperation operation) => PlaceOf(operation).Parent switch
    {
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => true,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment =>
            assignment.Left == PlaceOf(operation) && assignment.Right.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax).Any(node => node is ExpressionSyntax && node.ToString() == assignment.Left.ToString()),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } => false,
        AssignmentExpressionSyntax assignment => assignment.Left == PlaceOf(operation),
        _ => false,
    };

    private static SyntaxNode PlaceOf(IOperation operation)
    {
        var node = operation.Syntax;
        return node.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == node ? access : node;
    }

    private static IOperation? ValueOf(IOperation operation) => operation.Parent is ISimpleAssignmentOperation assignment && assignment.Target == operation ? assignment.Value : null;

    /// <summary>A write in a method that the delegate calls may follow rules that cannot be seen from here.</summary>
    private bool IsOfDelegateItself(IOperation operation) =>
        run.Started.Body.Syntax is var own && own.SyntaxTree == operation.Syntax.SyntaxTree && own.Span.Contains(operation.Syntax.Span);

    /// <summary><c>x ??= …</c> and <c>if (x == null) x = …</c> are a matter of their own.</summary>
    private static bool IsLazy(IOperation operation) =>
        PlaceOf(operation).Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression }
        || ConditionsAround(operation.Syntax).Any(condition => condition.DescendantTokens().Any(static token => token.ValueText is "null" or "default") && Mentions(condition, operation));

    private static bool IsComparedFirst(IOperation operation) => ConditionsAround(operation.Syntax).Any(condition => Mentions(condition, operation));

    private static bool Mentions(SyntaxNode condition, IOperation operation) => condition.DescendantNodesAndSelf().Any(node => node.ToString() == operation.Syntax.ToString());

    private static IEnumerable<ExpressionSyntax> ConditionsAround(SyntaxNode node) => node.Ancestors()
        .TakeWhile(static outer => outer is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not MemberDeclarationSyntax)
        .Select(static outer => outer switch
        {
            IfStatementSyntax choice => choice.Condition,
            ConditionalExpressionSyntax choice => choice.Condition,
            WhileStatementSyntax loop => loop.Condition,
            _ => null,
        })
        .OfType<ExpressionSyntax>();

    private static bool IsList(ITypeSymbol type) => type.AllInterfaces.Any(static face => face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IList_T);

    /// <summary>False for an object of which it is not known that it is no synchronised one, as <c>Random.Shared</c> is.</summary>
    private bool IsOwnObject(Access access)
    {
        if (access.Operation is not IInvocationOperation { Instance.Type: { } type } || model.TypeOf(type) is not { } primitive || primitive.Members.All(static member => member.Effect != Effect.Obtain))
        {
            return true;
        }

        IReadOnlyList<IOperation> values = access.Location.Path.Holder switch
        {
            ILocalSymbol local => context.Definitions.ValueOf(local) is { } value ? [value] : [],
            IFieldSymbol field => FieldValues.Of(field, context.Type),
            _ => [],
        };
        return values.Count > 0 && values.All(value => context.Definitions.SkipWrappers(value) is IObjectCreationOperation { Type: { } made } && SymbolEqualityComparer.Default.Equals(made, type));
    }

    /// <summary>Something at the place, that is no lock statement, lets one thread through at a time; or only one thread gets there.</summary>
    private bool IsProtected(IOperation operation)
    {
        var isOwn = IsOfDelegateItself(operation);
        if (ForeignLocks.IsInside(operation.Syntax) || Acquires(run.Started.Body) || (!isOwn && context.Type.Bodies.SelectMany(static body => body.SelfAndNested).Any(Acquires)) || IsSentElsewhere(operation))
        {
            return true;
        }

        return ConditionsAround(operation.Syntax).Any(condition =>
            condition.DescendantNodesAndSelf().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "Interlocked" or "Volatile" })
            || condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right: LiteralExpressionSyntax });
    }

    /// <summary>The body acquires or waits by itself, in calls whose reach is not followed here.</summary>
    private static bool Acquires(Body started) => started.SelfAndNested.Any(static body => body.Operations.All.Any(operation =>
        operation is IInvocationOperation { IsImplicit: false } call
        && call.Syntax is InvocationExpressionSyntax
        && body.Model.EffectOf(call) is { Effect: Effect.Acquire or Effect.TryAcquire or Effect.AcquireAll or Effect.TryAcquireAll or Effect.Wait or Effect.TryWait or Effect.SignalAndWait or Effect.TrySignalAndWait }));

    /// <summary>A lambda inside of the delegate goes to somebody who may run it on one thread of his own: a dispatcher, a queue.</summary>
    private bool IsSentElsewhere(IOperation operation) => operation.Syntax.Ancestors()
        .TakeWhile(node => node != run.Started.Body.Syntax && !node.Span.Contains(run.Call.Syntax.Span))
        .Any(static node => node is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" or "BeginInvoke" or "InvokeAsync" or "Post" or "Send" or "Enqueue" or "TryEnqueue" or "Schedule" } } } });

    private enum IndexReach
    {
        /// <summary>All runs mean one element.</summary>
        Same,
        Unknown,

        /// <summary>Each run has its own, as far as can be seen.</summary>
        Own,
    }
}
