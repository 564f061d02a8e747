using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>The operations of each basic block, flattened once into the order in which they are evaluated, operands before the operation.</summary>
internal sealed class BodyOperations
{
    private readonly ImmutableArray<IOperation>[] blocks;

    public BodyOperations(ControlFlowGraph graph)
    {
        blocks = new ImmutableArray<IOperation>[graph.Blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = Flatten(graph.Blocks[i]);
        }
    }

    public ImmutableArray<IOperation> this[BasicBlock block] => blocks[block.Ordinal];

    public IEnumerable<IOperation> All => blocks.SelectMany(static block => block);

    /// <summary>An operation and all below it, operands first. Never recurses: source texts with chains of thousands of operators exist.</summary>
    public static IEnumerable<IOperation> Evaluation(IOperation root)
    {
        var pending = new Stack<(IOperation Operation, bool ChildrenDone)>();
        pending.Push((root, false));
        while (pending.Count > 0)
        {
            var (operation, childrenDone) = pending.Pop();
            if (childrenDone)
            {
                yield return operation;
                continue;
            }

            pending.Push((operation, true));
            foreach (var child in operation.ChildOperations.Reverse())
            {
                pending.Push((child, false));
            }
        }
    }

    private static ImmutableArray<IOperation> Flatten(BasicBlock block)
    {
        var operations = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var statement in block.Operations)
        {
            operations.AddRange(Evaluation(statement));
        }

        if (block.BranchValue is { } value)
        {
            operations.AddRange(Evaluation(value));
        }

        return operations.ToImmutable();
    }
}
