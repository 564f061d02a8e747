using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>
/// A loop that waits for a variable to change and runs no code that could make the compiler read it again: no call, no lock, no volatile access.
/// Such a loop may end, if at all, only if another thread writes.
/// </summary>
internal sealed class SpinLoop
{
    private SpinLoop(ILoopOperation loop, IReadOnlyList<IOperation> watched)
    {
        Loop = loop;
        Watched = watched;
    }

    public ILoopOperation Loop { get; }

    /// <summary>The references in the condition to what only others change.</summary>
    public IReadOnlyList<IOperation> Watched { get; }

    /// <param name="loop">A <c>while</c>, <c>do</c> or <c>for</c>.</param>
    public static SpinLoop? Of(ILoopOperation loop)
    {
        if (loop is IWhileLoopOperation { ConditionIsUntil: true } || ExitOf(loop) is not { } exit)
        {
            return null;
        }

        var watched = new List<IOperation>();
        foreach (var operation in BodyOperations.Evaluation(exit.Condition))
        {
            if (IsVariable(operation))
            {
                watched.Add(operation);
            }
            else if (!IsHarmless(operation))
            {
                return null;
            }
        }

        return watched.Count > 0 && RepeatedBy(loop).All(operation => operation == exit.Branch || (IsHarmlessInBody(operation) && !IsWriteTo(operation, watched))) ? new(loop, watched) : null;
    }

    /// <summary>The condition that the loop goes on or ends with: its own, or that of the only <c>break</c> in an endless one.</summary>
    private static (IOperation Condition, IOperation? Branch)? ExitOf(ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation { Condition: { } own } => own,
            IForLoopOperation { Condition: { } own } => own,
            _ => null,
        };
        if (condition is not null and not { ConstantValue: { HasValue: true, Value: true } })
        {
            return (condition, null);
        }

        if (loop is not (IWhileLoopOperation or IForLoopOperation) || loop.Body is not IBlockOperation block)
        {
            return null;
        }

        return block.Operations.OfType<IConditionalOperation>().FirstOrDefault(static choice => choice.WhenFalse is null && EndOf(choice.WhenTrue) is not null) is { } last
            ? (last.Condition, EndOf(last.WhenTrue))
            : null;
    }

    private static IOperation? EndOf(IOperation statement) => statement switch
    {
        IBlockOperation { Operations: [var only] } => EndOf(only),
        IBranchOperation { BranchKind: BranchKind.Break } => statement,
        IReturnOperation { ReturnedValue: null, Kind: OperationKind.Return } => statement,
        _ => null,
    };

    /// <summary>What runs in each round besides the condition.</summary>
    private static IEnumerable<IOperation> RepeatedBy(ILoopOperation loop)
    {
        var repeated = BodyOperations.Evaluation(loop.Body);
        return loop is IForLoopOperation { AtLoopBottom: var steps } ? repeated.Concat(steps.SelectMany(BodyOperations.Evaluation)) : repeated;
    }

    /// <summary>The variable that a reference names; fields and properties of whatever object.</summary>
    public static ISymbol? SymbolOf(IOperation reference) => reference switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member.OriginalDefinition,
        _ => null,
    };

    /// <summary>A variable that may change; not volatile, and a property only where its accessors are nothing but a field.</summary>
    private static bool IsVariable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: { IsConst: false, IsRef: false } } => true,
        IParameterReferenceOperation { Parameter.RefKind: RefKind.None } => true,
        IFieldReferenceOperation { Field: { IsConst: false, IsReadOnly: false, IsVolatile: false } } => true,
        IPropertyReferenceOperation { Property: { IsIndexer: false, IsVirtual: false, IsAbstract: false, IsOverride: false, SetMethod: not null } property } => property.IsAutoProperty(),
        _ => false,
    };

    private static bool IsHarmless(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorMethod: null } or IUnaryOperation { OperatorMethod: null } or IConversionOperation { OperatorMethod: null } or IParenthesizedOperation => true,
        ILiteralOperation or IDefaultValueOperation or IInstanceReferenceOperation => true,
        IFieldReferenceOperation { Field: { IsVolatile: false } } => true,
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } or IConstantPatternOperation or INegatedPatternOperation => true,
        IPropertyReferenceOperation { Property: { IsIndexer: false, IsVirtual: false, IsAbstract: false, IsOverride: false } property } => property.IsAutoProperty(),
        _ => false,
    };

    private static bool IsHarmlessInBody(IOperation operation) => operation switch
    {
        IBlockOperation or IEmptyOperation or IExpressionStatementOperation or IVariableDeclarationGroupOperation or IVariableDeclarationOperation or IVariableDeclaratorOperation or IVariableInitializerOperation => true,
        ISimpleAssignmentOperation or ICompoundAssignmentOperation { OperatorMethod: null } or IIncrementOrDecrementOperation { OperatorMethod: null } => true,
        IBranchOperation { BranchKind: BranchKind.Continue } => true,
        IDiscardOperation or IConditionalOperation => true,
        _ => IsHarmless(operation),
    };

    private static bool IsWriteTo(IOperation operation, List<IOperation> watched)
    {
        var target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            _ => null,
        };
        return target is not null && SymbolOf(target) is { } written && watched.Any(reference => SymbolEqualityComparer.Default.Equals(SymbolOf(reference), written));
    }
}
