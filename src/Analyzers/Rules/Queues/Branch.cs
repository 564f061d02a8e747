using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Queues;

/// <summary>What runs after a condition has turned out one way, and only then.</summary>
internal static class Branch
{
    public static IReadOnlyList<IOperation> WhenTrue(IConditionalOperation choice) => [choice.WhenTrue];

    /// <summary>The other branch; or, where the first one leaves the block, the rest of the block.</summary>
    public static IReadOnlyList<IOperation> WhenFalse(IConditionalOperation choice)
    {
        if (choice.WhenFalse is { } other)
        {
            return [other];
        }

        return Leaves(choice.WhenTrue) && choice.Parent is IBlockOperation block
            ? block.Operations.SkipWhile(statement => statement != choice).Skip(1).ToList()
            : [];
    }

    private static bool Leaves(IOperation statement) => statement switch
    {
        IBlockOperation { Operations: [.., var last] } => Leaves(last),
        IReturnOperation { Kind: OperationKind.Return } or IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } => true,
        _ => false,
    };
}
