using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Flow;

/// <summary>
/// One run of a <see cref="FlowAnalysis{TState}"/>. A finally region is run as a routine of its own for each state that enters it, so
/// that what came in through an exception does not leak into the path that came in normally.
/// </summary>
internal sealed class FlowRun<TState>(FlowAnalysis<TState> analysis, Body body, CancellationToken cancellationToken)
    where TState : class
{
    /// <summary>States that enter one finally region; a region that sees more of them gets their join.</summary>
    private const int MaxFinallyEntries = 16;

    private readonly ControlFlowGraph graph = body.Graph;
    private readonly TState?[] recorded = new TState?[body.Graph.Blocks.Length];
    private readonly Dictionary<ControlFlowRegion, List<FinallyRun>> finallyRuns = [];
    private int visitsLeft = (body.Graph.Blocks.Length + 10) * FlowAnalysis<TState>.MaxVisitsPerBlock;
    private readonly FlowExits<TState>? exits = analysis.TracksExits ? new(analysis.Join) : null;
    private TState? exit;
    private TState? exceptionalExit;

    public FlowResult<TState> Run(TState entry)
    {
        if (graph.Blocks.Length > FlowAnalysis<TState>.MaxBlocks)
        {
            return new(analysis, body, recorded, null, null, isOverBudget: true);
        }

        var frame = new Frame(graph.Root, graph.Blocks.Length, null);
        Flow(frame, graph.Blocks[0], entry);
        Drain(frame);
        return new(analysis, body, recorded, exit, exceptionalExit, isOverBudget: visitsLeft < 0, exits);
    }

    private void Drain(Frame frame)
    {
        while (frame.TryTake(out var ordinal) && visitsLeft >= 0)
        {
            visitsLeft--;
            cancellationToken.ThrowIfCancellationRequested();
            Visit(frame, graph.Blocks[ordinal], frame.States[ordinal]!);
        }
    }

    private void Visit(Frame frame, BasicBlock block, TState state)
    {
        TState? lastThrown = null;
        IOperation? lastThrowing = null;
        foreach (var operation in body.Operations[block])
        {
            if (analysis.Thrown(operation, state) is { } thrown)
            {
                if (ReferenceEquals(thrown, lastThrown))
                {
                    exits?.Follows(operation, lastThrowing!);
                }
                else
                {
                    lastThrown = thrown;
                    lastThrowing = operation;
                    Raise(frame, block.EnclosingRegion, thrown, operation);
                }
            }

            if (analysis.Ends(operation))
            {
                return;
            }

            state = analysis.Transfer(operation, state);
        }

        if (block.Kind == BasicBlockKind.Exit)
        {
            exit = Merge(exit, state);
            return;
        }

        if (block.ConditionalSuccessor is { } conditional)
        {
            var whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            Branch(frame, block, conditional, analysis.Assume(block.BranchValue!, whenTrue, state));
            Branch(frame, block, block.FallThroughSuccessor!, analysis.Assume(block.BranchValue!, !whenTrue, state));
        }
        else if (block.FallThroughSuccessor is { } next)
        {
            Branch(frame, block, next, state);
        }
    }

    private void Branch(Frame frame, BasicBlock block, ControlFlowBranch branch, TState? state)
    {
        if (state is null)
        {
            return;
        }

        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                Raise(frame, block.EnclosingRegion, state, block.BranchValue);
                return;

            case ControlFlowBranchSemantics.StructuredExceptionHandling when frame.Root.Kind == ControlFlowRegionKind.Finally && IsEndOf(frame.Root, block):
                frame.Output = Merge(frame.Output, state);
                return;
        }

        if (branch.Destination is not { } destination)
        {
            return;
        }

        foreach (var region in branch.FinallyRegions)
        {
            if (RunFinally(frame, region, state) is not { } after)
            {
                return;
            }

            state = after;
        }

        state = analysis.Leave(branch, state);
        if (destination.Kind == BasicBlockKind.Exit)
        {
            exits?.AddReturned(block, state);
        }

        Flow(frame, destination, state);
    }

    /// <summary>Sends a state to every handler that an exception thrown in the region may reach.</summary>
    private void Raise(Frame frame, ControlFlowRegion from, TState state, IOperation? origin)
    {
        // The root of a lambda's graph lies in a region of the graph around it, where its exceptions do not go.
        for (var region = from; region.Kind != ControlFlowRegionKind.Root && region.EnclosingRegion is { } parent; region = parent)
        {
            // An exception out of a finally region goes on in whoever ran it.
            if (ReferenceEquals(region, frame.Root))
            {
                frame = frame.Caller!;
            }

            if (region.Kind != ControlFlowRegionKind.Try)
            {
                continue;
            }

            if (parent.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                if (RunFinally(frame, parent.NestedRegions[1], state) is not { } after)
                {
                    return;
                }

                state = after;
            }
            else if (EnterHandlers(frame, parent, state))
            {
                return;
            }
        }

        exceptionalExit = Merge(exceptionalExit, state);
        exits?.AddThrown(origin, state);
    }

    /// <returns>Whether one of the handlers catches everything.</returns>
    private bool EnterHandlers(Frame frame, ControlFlowRegion tryAndCatch, TState state)
    {
        var catchesAll = false;
        foreach (var handler in tryAndCatch.NestedRegions)
        {
            if (handler.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
            {
                Flow(frame, graph.Blocks[handler.FirstBlockOrdinal], state);
                catchesAll |= handler.Kind == ControlFlowRegionKind.Catch && CatchesAll(handler.ExceptionType);
            }
        }

        return catchesAll;
    }

    private static bool CatchesAll(ITypeSymbol? type) =>
        type is null or { SpecialType: SpecialType.System_Object }
            or { Name: nameof(Exception), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } };

    private TState? RunFinally(Frame caller, ControlFlowRegion region, TState input)
    {
        if (!finallyRuns.TryGetValue(region, out var runs))
        {
            finallyRuns.Add(region, runs = []);
        }

        foreach (var run in runs)
        {
            if (analysis.AreEqual(run.Input, input))
            {
                return run.Output;
            }
        }

        if (runs.Count >= MaxFinallyEntries)
        {
            // Join with all that came before; the join itself can grow only as often as the lattice is high.
            input = runs.Aggregate(input, (all, run) => analysis.Join(all, run.Input));
            if (runs.FirstOrDefault(run => analysis.AreEqual(run.Input, input)) is { } known)
            {
                return known.Output;
            }
        }

        var frame = new Frame(region, graph.Blocks.Length, caller);
        Flow(frame, graph.Blocks[region.FirstBlockOrdinal], input);
        Drain(frame);
        runs.Add(new(input, frame.Output));
        return frame.Output;
    }

    private static bool IsEndOf(ControlFlowRegion region, BasicBlock block)
    {
        // The finally of a try nested in this finally is run by a frame of its own, so only this region's own end gets here.
        for (var current = block.EnclosingRegion; current is not null; current = current.EnclosingRegion)
        {
            if (current.Kind is ControlFlowRegionKind.Finally)
            {
                return ReferenceEquals(current, region);
            }

            if (current.Kind is ControlFlowRegionKind.Filter)
            {
                return false;
            }
        }

        return false;
    }

    private void Flow(Frame frame, BasicBlock destination, TState state)
    {
        var ordinal = destination.Ordinal;
        var merged = Merge(frame.States[ordinal], state);
        if (frame.States[ordinal] is not { } old || !analysis.AreEqual(old, merged))
        {
            frame.States[ordinal] = merged;
            frame.Add(ordinal);
        }

        recorded[ordinal] = Merge(recorded[ordinal], state);
    }

    private TState Merge(TState? old, TState state) => old is null || ReferenceEquals(old, state) ? state : analysis.Join(old, state);

    private sealed record FinallyRun(TState Input, TState? Output);

    /// <summary>The blocks of one region under one entry state.</summary>
    private sealed class Frame(ControlFlowRegion root, int blocks, Frame? caller)
    {
        private readonly bool[] isPending = new bool[blocks];
        private int pending;
        private int lowest = blocks;

        public ControlFlowRegion Root { get; } = root;

        public Frame? Caller { get; } = caller;

        public TState?[] States { get; } = new TState?[blocks];

        public TState? Output { get; set; }

        public void Add(int ordinal)
        {
            if (!isPending[ordinal])
            {
                isPending[ordinal] = true;
                pending++;
                lowest = Math.Min(lowest, ordinal);
            }
        }

        /// <summary>Takes the first pending block in source order, so that a join is visited after the branches that meet in it.</summary>
        public bool TryTake(out int ordinal)
        {
            ordinal = -1;
            if (pending == 0)
            {
                return false;
            }

            while (!isPending[lowest])
            {
                lowest++;
            }

            ordinal = lowest;
            isPending[ordinal] = false;
            pending--;
            return true;
        }
    }
}
