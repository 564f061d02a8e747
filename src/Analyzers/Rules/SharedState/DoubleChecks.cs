using ConcurrencyAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>Finds what is wrong with a check, a lock, a second check and a write.</summary>
internal static class DoubleChecks
{
    private static readonly string[] Completing = ["Add", "Init", "Load", "Fill", "Populate", "Append", "Insert", "Set", "Configure", "Register", "Enqueue", "Push", "Put", "Read", "Open", "Connect", "Bind", "Sort", "TryAdd"];

    /// <summary>Flags that tell of the end, or let something be done once: nobody waits for data behind them.</summary>
    private static readonly string[] Gates = ["dispos", "clos", "shut", "stop", "cancel", "abort", "finish", "complet", "terminat", "releas", "exit", "dead", "start", "running", "subscrib"];

    /// <param name="first">An <c>if</c>.</param>
    /// <param name="type">The type around it.</param>
    public static IEnumerable<UnsafeInitialization> Find(IConditionalOperation first, TypeFacts type)
    {
        if (CheckOf(first) is not var (field, guarded, isInverted)
            || LockedStatements.Of(guarded, type.Model) is not { Count: > 0 } region
            || IsInLock(first))
        {
            yield break;
        }

        var isFlag = field.Type.SpecialType == SpecialType.System_Boolean;
        foreach (var write in Writes(region, field))
        {
            if (!IsCheckedAgain(write, region, field))
            {
                // After an early return the rest of the method need not be about the value.
                if (!isInverted || (!isFlag && IsMade(write.Value)))
                {
                    yield return new(InitializationFault.NoSecondCheck, write.Target, field, first.Condition);
                }
            }
            else if (FollowingIn(write) is { } rest && (isFlag ? !IsGate(field) && rest.Any(statement => IsData(statement, field, type)) : rest.Any(statement => Completes(statement, field))))
            {
                yield return new(isFlag ? InitializationFault.FlagBeforeData : InitializationFault.PublishedEarly, write.Target, field, first.Condition);
            }
        }
    }

    /// <summary><c>if (x == null) { … }</c>, or <c>if (x != null) return x; …</c>: the field, and what runs where it has no value.</summary>
    private static (IFieldSymbol Field, IReadOnlyList<IOperation> Guarded, bool IsInverted)? CheckOf(IConditionalOperation first)
    {
        if (LazyCheck.FieldOf(first.Condition) is { } check)
        {
            return (check.Field, LockedStatements.Flatten(first.WhenTrue), false);
        }

        return first is { WhenFalse: null, Parent: IBlockOperation block } && LazyCheck.FilledFieldOf(first.Condition) is { } filled && LockedStatements.Flatten(first.WhenTrue) is [IReturnOperation]
            ? (filled.Field, [.. block.Operations.SkipWhile(other => other != first).Skip(1)], true)
            : null;
    }

    /// <summary>The writes that give the field its value, in the lock and not in a lambda.</summary>
    private static IEnumerable<ISimpleAssignmentOperation> Writes(IReadOnlyList<IOperation> region, IFieldSymbol field) =>
        region.SelectMany(BodyOperations.Evaluation).OfType<ISimpleAssignmentOperation>().Where(write =>
            LazyCheck.OwnField(write.Target) is { } target
            && LazyCheck.Is(target, field)
            && write.Value.ConstantValue is not { HasValue: true, Value: null or false }
            && !LazyCheck.Mentions(write.Value, field)
            && !IsInFunction(write, region));

    private static bool IsMade(IOperation value) => LazyCheck.Unwrap(value) is IObjectCreationOperation or IInvocationOperation or IArrayCreationOperation or IAwaitOperation;

    private static bool IsCheckedAgain(ISimpleAssignmentOperation write, IReadOnlyList<IOperation> region, IFieldSymbol field)
    {
        for (IOperation node = write; !region.Contains(node) && node.Parent is { } parent; node = parent)
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
        return region.SelectMany(BodyOperations.Evaluation).Any(operation =>
            operation.Syntax.SpanStart < write.Syntax.SpanStart && operation is IFieldReferenceOperation reference && LazyCheck.Is(reference, field) && reference != write.Target);
    }

    /// <summary>The statements after the write in its block, up to the end of the block.</summary>
    private static List<IOperation>? FollowingIn(ISimpleAssignmentOperation write) =>
        write.Parent is IExpressionStatementOperation { Parent: IBlockOperation block } statement ? [.. block.Operations.SkipWhile(other => other != statement).Skip(1)] : null;

    private static bool Completes(IOperation statement, IFieldSymbol field) => BodyOperations.Evaluation(statement).Any(operation => operation switch
    {
        IInvocationOperation call when IsCompleting(call.TargetMethod) => (call.Instance is { } instance && IsField(instance, field)) || call.Arguments.Any(argument => IsField(argument.Value, field)),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } } => IsField(instance, field),
        ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: { } instance } } => IsField(instance, field),
        _ => false,
    });

    private static bool IsField(IOperation instance, IFieldSymbol field) => LazyCheck.OwnField(instance) is { } reference && LazyCheck.Is(reference, field);

    private static bool IsCompleting(IMethodSymbol method) => Completing.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal));

    private static bool IsGate(IFieldSymbol flag) => Gates.Any(word => flag.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Another field gets its value, here or in a method of the type that is called here.</summary>
    private static bool IsData(IOperation statement, IFieldSymbol flag, TypeFacts type)
    {
        if (statement is not IExpressionStatementOperation { Operation: var operation })
        {
            return false;
        }

        operation = operation is IAwaitOperation await ? await.Operation : operation;
        return IsData(operation, flag)
            || (operation is IInvocationOperation { Instance: null or IInstanceReferenceOperation } call
                && type.BodyOf(call.TargetMethod) is { } callee
                && BodyOperations.Evaluation(callee.Root).Any(inner => IsData(inner, flag)));
    }

    private static bool IsData(IOperation operation, IFieldSymbol flag) =>
        operation is ISimpleAssignmentOperation { Value: var value } assignment
        && LazyCheck.Unwrap(value) is not IDefaultValueOperation and not { ConstantValue: { HasValue: true, Value: null or false } }
        && LazyCheck.OwnField(assignment.Target) is { } other
        && !LazyCheck.Is(other, flag);

    /// <summary>In the body of a lock statement, or behind a call in the member that looks like an acquire.</summary>
    private static bool IsInLock(IConditionalOperation first)
    {
        for (IOperation node = first; node.Parent is { } parent; node = parent)
        {
            if (parent is ILockOperation || (parent is IUsingOperation scope && scope.Body == node && UnlockedInitializations.LooksLocked(scope.Resources.Syntax, first.Syntax)))
            {
                return true;
            }
        }

        return first.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && UnlockedInitializations.LooksLocked(member, first.Syntax);
    }

    private static bool IsInFunction(IOperation operation, IReadOnlyList<IOperation> region)
    {
        for (var parent = operation.Parent; parent is not null && !region.Contains(parent); parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
