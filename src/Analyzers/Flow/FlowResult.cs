using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>What a flow analysis found out about one body.</summary>
internal sealed class FlowResult<TState>(FlowAnalysis<TState> analysis, Body body, TState?[] entries, TState? exit, TState? exceptionalExit, bool isOverBudget, FlowExits<TState>? exits = null)
    where TState : class
{
    /// <summary>True where the analysis gave up; then nothing here may be relied on.</summary>
    public bool IsOverBudget { get; } = isOverBudget;

    /// <summary>The state at the normal end; null where the body never ends normally.</summary>
    public TState? Exit { get; } = exit;

    /// <summary>The state in which an exception leaves the body; null where none can.</summary>
    public TState? ExceptionalExit { get; } = exceptionalExit;

    /// <summary>By which operation or block the body is left in which state; null where the analysis does not ask for it.</summary>
    public FlowExits<TState>? Exits { get; } = exits;

    /// <summary>The state at the start of a block; null where the block is unreachable.</summary>
    public TState? At(BasicBlock block) => entries[block.Ordinal];

    /// <summary>Visits each reachable operation once, in block order, with the state before it.</summary>
    public void Visit(Action<IOperation, TState> visit)
    {
        if (IsOverBudget)
        {
            return;
        }

        foreach (var block in body.Graph.Blocks)
        {
            if (entries[block.Ordinal] is not { } state)
            {
                continue;
            }

            foreach (var operation in body.Operations[block])
            {
                visit(operation, state);
                if (analysis.Ends(operation))
                {
                    break;
                }

                state = analysis.Transfer(operation, state);
            }
        }
    }
}
