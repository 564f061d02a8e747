using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Bodies;

/// <summary>Collects the <see cref="BodyEffects"/> of a body by walking over it and the bodies that it calls.</summary>
internal sealed class EffectCollector
{
    private const int MaxDepth = 6;

    private const int MaxBodies = 64;

    private readonly ImmutableArray<Access>.Builder accesses = ImmutableArray.CreateBuilder<Access>();
    private readonly List<(IOperation Condition, Body Body, Func<AccessPath, AccessPath?> Map)> loopConditions = [];
    private readonly HashSet<ISymbol> surroundings = new(SymbolEqualityComparer.Default);
    private int bodiesLeft = MaxBodies;
    private BodyTraits traits;

    /// <summary>The body runs in another process: of the memory of this one it sees what both share.</summary>
    private readonly bool isRemote;

    private EffectCollector(Body started, Body context, bool isRemote = false)
    {
        this.isRemote = isRemote;

        // A variable of the body that has it run, or of one around it, is shared; any other belongs to one call.
        AddSurroundings(started.Parent);
        AddSurroundings(context);
    }

    /// <summary>The effects of the body, its locations named as the body that has it run, the context, names them.</summary>
    public static BodyEffects Of(StartedBody started, Body context) => Of(started.Body, started.Map.Map, context);

    /// <summary>The effects of a call, its locations named as the caller names them.</summary>
    public static BodyEffects Of(CallSite call) => Of(call.Callee, call.InCaller, call.Caller);

    /// <summary>What the work of another process does to the memory that it shares with the body that has it run: by the objects that it is given.</summary>
    public static BodyEffects OfRemote(WorkBody work, Body context)
    {
        var collector = new EffectCollector(work.Body, context, isRemote: true);
        collector.Collect(new(work.Body, path => path.Root == PathRoot.Parameter ? work.Map(path) : null, IsGuarded: false, Caller: null));
        collector.FindService(work.Body);
        return new(collector.accesses.ToImmutable(), collector.traits);
    }

    private static BodyEffects Of(Body body, Func<AccessPath, AccessPath?> map, Body context)
    {
        var collector = new EffectCollector(body, context);
        collector.Collect(new(body, map, IsGuarded: false, Caller: null));
        collector.FindService(body);
        return new(collector.accesses.ToImmutable(), collector.traits);
    }

    private void AddSurroundings(Body? body)
    {
        for (; body is not null; body = body.Parent)
        {
            surroundings.Add(body.Owner);
        }
    }

    private void Collect(Frame frame)
    {
        if (--bodiesLeft < 0 || frame.Depth > MaxDepth || frame.Body.Graph.Blocks.Length > FlowAnalysis<object>.MaxBlocks)
        {
            traits |= BodyTraits.Opaque;
            return;
        }

        foreach (var block in frame.Body.Graph.Blocks)
        {
            if (block.ConditionKind != ControlFlowConditionKind.None && IsLoopCondition(block.BranchValue!))
            {
                loopConditions.Add((block.BranchValue!, frame.Body, frame.Map));
            }

            foreach (var operation in frame.Body.Operations[block])
            {
                AddAccess(operation, frame);
                AddCall(operation, frame);
            }
        }
    }

    private void AddAccess(IOperation operation, Frame frame)
    {
        if ((isRemote ? SharedItems.Of(operation, frame.Body) : Accesses.Of(operation, frame.Body)) is not { } access)
        {
            return;
        }

        if (access.IsAtomic)
        {
            traits |= BodyTraits.UsesAtomics;
        }

        if (frame.Map(access.Location.Path) is { } path && IsShared(path))
        {
            var guarded = IsGuarded(operation, frame) ? AccessKind.Guarded : AccessKind.None;
            accesses.Add(new(new(path, access.Location.IsContent), access.Kind | guarded, operation));
        }
    }

    private bool IsShared(AccessPath path) => path.Root switch
    {
        PathRoot.This or PathRoot.Static => true,
        PathRoot.Local or PathRoot.Parameter => path.Symbol is { ContainingSymbol: { } owner } && surroundings.Contains(owner),
        _ => false,
    };

    private void AddCall(IOperation operation, Frame frame)
    {
        if (Calls.EffectOf(operation, frame.Body) is { } effect)
        {
            Add(effect, operation);
            return;
        }

        if (CallSite.Of(operation, frame.Body) is { } site)
        {
            Collect(new(site.Callee, path => site.InCaller(path) is { } inCaller ? frame.Map(inCaller) : null, IsGuarded(operation, frame), frame));
            return;
        }

        switch (Calls.Classify(operation, frame.Body))
        {
            case CallClass.Library:
                EnterCallbacks(operation, frame);
                break;

            case CallClass.Wait:
                traits |= BodyTraits.Synchronizes | (Turns.IsTurn((IAwaitOperation)operation, frame.Body) ? BodyTraits.TakesTurns : BodyTraits.None);
                break;

            case CallClass.Unknown:
                traits |= BodyTraits.Opaque | (Turns.IsTurn(operation) ? BodyTraits.TakesTurns : BodyTraits.None);
                break;
        }
    }

    /// <summary>A library method runs the delegates that it gets: <c>items.Sum(…)</c>, <c>Array.ConvertAll(…)</c>.</summary>
    private void EnterCallbacks(IOperation operation, Frame frame)
    {
        foreach (var callback in Calls.CallbacksOf(operation))
        {
            if (BodyFinder.OfDelegate(callback, frame.Body) is { } target)
            {
                Collect(new(target.Body, path => target.Map.Map(path) is { } inCaller ? frame.Map(inCaller) : null, IsGuarded(operation, frame), frame));
            }
            else
            {
                traits |= BodyTraits.Opaque;
            }
        }
    }

    private void Add(MemberEffect effect, IOperation operation) =>
        traits |= isRemote && SharedItems.IsItem(effect) ? BodyTraits.None : EffectGroups.TraitsOf(effect) | (Turns.IsTurn(effect, operation) ? BodyTraits.TakesTurns : BodyTraits.None);

    private static bool IsGuarded(IOperation operation, Frame frame) =>
        frame.IsGuarded || frame.Body.Type.Analysis(static facts => new HeldPlaces(facts)).IsAnyHeld(operation, frame.Body);

    private static bool IsLoopCondition(IOperation condition)
    {
        for (var node = condition.Syntax; node?.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case WhileStatementSyntax loop:
                    return loop.Condition == node;

                case DoStatementSyntax loop:
                    return loop.Condition == node;

                case ForStatementSyntax loop:
                    return loop.Condition == node;

                case StatementSyntax or AnonymousFunctionExpressionSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>A body that loops on what only others change ends when they say so.</summary>
    private void FindService(Body started)
    {
        var blocks = started.Graph.Blocks;
        if (!blocks[blocks.Length - 1].IsReachable || loopConditions.Any(IsToldFromOutside))
        {
            traits |= BodyTraits.Service;
        }
    }

    private bool IsToldFromOutside((IOperation Condition, Body Body, Func<AccessPath, AccessPath?> Map) loop)
    {
        foreach (var operation in BodyOperations.Evaluation(loop.Condition))
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested" } })
            {
                return true;
            }

            if (isRemote && SharedItems.Of(operation, loop.Body) is { } item
                && !accesses.Any(other => other.IsWrite && other.Location.Path.Equals(loop.Map(item.Location.Path))))
            {
                return true;
            }

            if (operation.Type?.SpecialType == SpecialType.System_Boolean
                && Accesses.Of(operation, loop.Body) is { Location.IsContent: false } access
                && loop.Map(access.Location.Path) is { } path
                && IsShared(path)
                && !accesses.Any(other => other.IsWrite && !other.Location.IsContent && other.Location.Path.Equals(path)))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Frame(Body Body, Func<AccessPath, AccessPath?> Map, bool IsGuarded, Frame? Caller)
    {
        public int Depth { get; } = Caller is null ? 0 : Caller.Depth + 1;
    }
}
