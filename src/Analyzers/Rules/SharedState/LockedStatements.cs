using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.SharedState;

/// <summary>The statements that run under a lock which the first of some statements takes, in whatever form.</summary>
internal static class LockedStatements
{
    /// <returns>Empty where the first statement takes no lock, or one that may not be got.</returns>
    public static IReadOnlyList<IOperation> Of(IReadOnlyList<IOperation> statements, ConcurrencyModel model)
    {
        switch (statements.Count == 0 ? null : statements[0])
        {
            case IBlockOperation block:
                return Of((IReadOnlyList<IOperation>)block.Operations, model);

            case ILockOperation locked:
                return Flatten(locked.Body);

            case IUsingOperation scope when TakesLock(scope.Resources, model):
                return Flatten(scope.Body);

            case IUsingDeclarationOperation scope when TakesLock(scope.DeclarationGroup, model):
                return statements.Skip(1).ToList();

            case IExpressionStatementOperation { Operation: var acquire } when EffectOf(acquire, model) is { Effect: Effect.Acquire }:
                return statements.Count > 1 && statements[1] is ITryOperation { Finally: { } final } guarded && final.Operations.Any(statement => IsRelease(statement, model))
                    ? (IReadOnlyList<IOperation>)guarded.Body.Operations
                    : statements.Skip(1).TakeWhile(statement => !IsRelease(statement, model)).ToList();

            default:
                return [];
        }
    }

    /// <summary>A block's statements, or the one.</summary>
    public static IReadOnlyList<IOperation> Flatten(IOperation statement) => statement is IBlockOperation block ? block.Operations : (IReadOnlyList<IOperation>)new[] { statement };

    private static bool TakesLock(IOperation resource, ConcurrencyModel model) =>
        Flow.BodyOperations.Evaluation(resource).Any(operation => operation is IInvocationOperation call && model.EffectOf(call) is { Effect: Effect.Acquire, ReturnsScope: true });

    private static bool IsRelease(IOperation statement, ConcurrencyModel model) =>
        statement is IExpressionStatementOperation { Operation: var call } && EffectOf(call, model) is { Effect: Effect.Release };

    private static MemberEffect? EffectOf(IOperation operation, ConcurrencyModel model)
    {
        operation = operation is IAwaitOperation await ? await.Operation : operation;
        operation = operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } ? inner : operation;
        return operation is IInvocationOperation call ? model.EffectOf(call) : null;
    }
}
