using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds what is wrong with a check, a lock, a second check and a write.</summary>
internal static class DoubleChecks
{
    private static readonly string[] Completing = ["Add", "Init", "Load", "Fill", "Populate", "Append", "Insert", "Set", "Configure", "Register", "Enqueue", "Push", "Read"];

    /// <param name="first">An <c>if</c>.</param>
    public static IEnumerable<UnsafeInitialization> Find(IConditionalOperation first)
    {
        if (LazyCheck.FieldOf(first.Condition) is not { } check
            || OnlyStatement(first.WhenTrue) is not ILockOperation locked
            || IsInLock(first))
        {
            yield break;
        }

        foreach (var write in Writes(locked.Body, check.Field))
        {
            if (!IsCheckedAgain(write, locked, check.Field))
            {
                yield return new(InitializationFault.NoSecondCheck, write.Target, check.Field, first.Condition);
            }
            else if (FollowingIn(write) is { } rest)
            {
                if (check.Field.Type.SpecialType == SpecialType.System_Boolean ? rest.Any(statement => IsData(statement, check.Field)) : rest.Any(statement => Completes(statement, check.Field)))
                {
                    yield return new(check.Field.Type.SpecialType == SpecialType.System_Boolean ? InitializationFault.FlagBeforeData : InitializationFault.PublishedEarly, write.Target, check.Field, first.Condition);
                }
            }
        }
    }

    /// <summary>The writes that give the field its value, in the lock and not in a lambda.</summary>
    private static IEnumerable<ISimpleAssignmentOperation> Writes(IOperation body, IFieldSymbol field) =>
        BodyOperations.Evaluation(body).OfType<ISimpleAssignmentOperation>().Where(write =>
            LazyCheck.OwnField(write.Target) is { } target
            && LazyCheck.Is(target, field)
            && write.Value.ConstantValue is not { HasValue: true, Value: null or false }
            && !LazyCheck.Mentions(write.Value, field)
            && !IsInFunction(write, body));

    private static bool IsCheckedAgain(ISimpleAssignmentOperation write, ILockOperation locked, IFieldSymbol field)
    {
        for (IOperation node = write; node != locked && node.Parent is { } parent; node = parent)
        {
            if (parent is IConditionalOperation condition && condition.Condition != node && LazyCheck.Mentions(condition.Condition, field))
            {
                return true;
            }

            if (parent is ISwitchCaseOperation or ILoopOperation or ICatchClauseOperation)
            {
                return true;
            }
        }

        // if (x != null) return x;
        return BodyOperations.Evaluation(locked.Body).Any(operation =>
            operation.Syntax.SpanStart < write.Syntax.SpanStart && operation is IFieldReferenceOperation reference && LazyCheck.Is(reference, field) && reference != write.Target);
    }

    /// <summary>The statements after the write in its block, up to the end of the block.</summary>
    private static List<IOperation>? FollowingIn(ISimpleAssignmentOperation write) =>
        write.Parent is IExpressionStatementOperation { Parent: IBlockOperation block } statement ? [.. block.Operations.SkipWhile(other => other != statement).Skip(1)] : null;

    private static bool Completes(IOperation statement, IFieldSymbol field) => BodyOperations.Evaluation(statement).Any(operation => operation switch
    {
        IInvocationOperation { Instance: { } instance } call => IsField(instance, field) && Completing.Any(word => call.TargetMethod.Name.StartsWith(word, StringComparison.Ordinal)),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } } => IsField(instance, field),
        ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: { } instance } } => IsField(instance, field),
        _ => false,
    });

    private static bool IsField(IOperation instance, IFieldSymbol field) => LazyCheck.OwnField(instance) is { } reference && LazyCheck.Is(reference, field);

    /// <summary>Another field gets its value.</summary>
    private static bool IsData(IOperation statement, IFieldSymbol flag) =>
        statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }
        && LazyCheck.OwnField(assignment.Target) is { } other
        && !LazyCheck.Is(other, flag);

    private static IOperation OnlyStatement(IOperation statement) => statement is IBlockOperation { Operations: [var only] } ? OnlyStatement(only) : statement;

    private static bool IsInLock(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILockOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInFunction(IOperation operation, IOperation body)
    {
        for (var parent = operation.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
