using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Pools;

/// <summary>Recognises a task of a task whose outer task is waited for as if it were the inner one.</summary>
internal static class OuterTasks
{
    public static bool IsTakenForInner(IInvocationOperation start, ConcurrencyModel model)
    {
        if (start.Type is not INamedTypeSymbol { TypeArguments: [var inner] } || model.KindOf(inner) != PrimitiveKind.Task)
        {
            return false;
        }

        var (use, value) = UseOf(start, model);
        return use is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            ? LocalIsTakenForInner(local, use, model)
            : IsForTheOuter(use, value, model);
    }

    /// <summary>All uses of the variable want to know about the end of the work, and none asks for the inner task.</summary>
    private static bool LocalIsTakenForInner(ILocalSymbol local, IOperation declaration, ConcurrencyModel model)
    {
        var root = declaration;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        var uses = BodyOperations.Evaluation(root)
            .Where(operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .Select(reference => UseOf(reference, model))
            .ToList();
        return uses.Count > 0 && uses.All(use => IsForTheOuter(use.Use, use.Value, model));
    }

    /// <summary>What is done with the task, past conversions to a plain task and views of it; and the last expression that is the task.</summary>
    private static (IOperation? Use, IOperation Value) UseOf(IOperation task, ConcurrencyModel model)
    {
        while (task.Parent is IParenthesizedOperation or IConversionOperation { OperatorMethod: null } or IInvocationOperation
            && (task.Parent is not IInvocationOperation call || (call.Instance == task && model.EffectOf(call) is { ReturnsReceiver: true })))
        {
            task = task.Parent;
        }

        return (task.Parent, task);
    }

    private static bool IsForTheOuter(IOperation? use, IOperation value, ConcurrencyModel model) => use switch
    {
        IAwaitOperation { Parent: IExpressionStatementOperation } => true,
        IInvocationOperation call => call.Instance == value && call.Type?.SpecialType is SpecialType.System_Void or SpecialType.System_Boolean && model.EffectOf(call) is { Effect: Effect.Join or Effect.TryJoin },

        // The inner task cannot be got at any more through a plain task.
        IArgumentOperation or IReturnOperation or IVariableInitializerOperation or ISimpleAssignmentOperation or IArrayInitializerOperation => value is IConversionOperation && value.Type is INamedTypeSymbol { TypeArguments.IsEmpty: true } plain && model.KindOf(plain) == PrimitiveKind.Task,
        _ => false,
    };
}
