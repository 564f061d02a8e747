using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>
/// A forward data-flow analysis over a body's control-flow graph: a worklist in block order, states joined where paths meet, and
/// exception edges, which Roslyn's graph does not have: whatever can throw reaches the handlers around it, and the exceptional exit.
/// </summary>
/// <typeparam name="TState">An immutable state; a finite height of its lattice makes the analysis end.</typeparam>
internal abstract class FlowAnalysis<TState>(Body body)
    where TState : class
{
    /// <summary>A body with more blocks than this is not analysed: silent rather than slow.</summary>
    public const int MaxBlocks = 2000;

    /// <summary>How often a block may be visited on average before the analysis gives up.</summary>
    public const int MaxVisitsPerBlock = 40;

    protected Body Body { get; } = body;

    /// <summary>Runs the analysis from the given state at the entry of the body.</summary>
    public FlowResult<TState> Run(TState entry, CancellationToken cancellationToken = default)
    {
        var run = new FlowRun<TState>(this, Body, cancellationToken);
        return run.Run(entry);
    }

    /// <summary>The smallest state that stands for both.</summary>
    protected internal abstract TState Join(TState left, TState right);

    protected internal abstract bool AreEqual(TState left, TState right);

    /// <summary>The state after an operation whose operands have been evaluated.</summary>
    protected internal abstract TState Transfer(IOperation operation, TState state);

    /// <summary>The state where a condition has turned out true or false; null where that cannot be.</summary>
    protected internal virtual TState? Assume(IOperation condition, bool outcome, TState state) => state;

    /// <summary>The state that a throwing operation leaves behind; null where it cannot throw.</summary>
    protected internal virtual TState? Thrown(IOperation operation, TState before) => ThrowOracle.CanThrow(operation) ? before : null;

    /// <summary>Whether the operation never comes back: what follows it is not reached.</summary>
    protected internal virtual bool Ends(IOperation operation) => false;

    /// <summary>Whether the result should tell apart by which operation or block each state leaves the body.</summary>
    protected internal virtual bool TracksExits => false;

    /// <summary>The state at the destination of a branch that leaves regions, e.g. to forget what goes out of scope.</summary>
    protected internal virtual TState Leave(ControlFlowBranch branch, TState state) => state;
}
