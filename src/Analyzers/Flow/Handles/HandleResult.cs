using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.Handles;

/// <summary>The states of the handles at each operation of one body.</summary>
internal sealed class HandleResult
{
    public static readonly HandleResult Empty = new();

    private readonly HandleFlow? flow;
    private readonly FlowResult<HandleState>? result;

    public HandleResult(Body body, HandleFlows flows, int depth)
    {
        flow = new(body, flows, depth);
        result = flow.Run(HandleState.Start);
    }

    private HandleResult()
    {
    }

    /// <summary>True where nothing can be said: the body has no handles, or too much of everything.</summary>
    public bool IsEmpty => result is null or { IsOverBudget: true };

    /// <summary>Where the body ends normally; null where it does not.</summary>
    public HandleView? Exit => IsEmpty || result!.Exit is not { } state ? null : new(flow!, state);

    /// <summary>Visits each reachable operation once, in the order of the blocks, with what is known before it.</summary>
    public void Visit(Action<IOperation, HandleView> visit)
    {
        if (!IsEmpty)
        {
            result!.Visit((operation, state) => visit(operation, new(flow!, state)));
        }
    }
}
