using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Finds the first early read of every fork of one body.</summary>
internal sealed class EarlyReads
{
    private readonly Body body;
    private readonly ForkFlow flow;
    private readonly Dictionary<Fork, (Access Read, Access Write)> first = [];
    private readonly Lazy<bool> hasLocks;

    private EarlyReads(Body body, ForkFlow flow)
    {
        this.body = body;
        this.flow = flow;
        hasLocks = new(() => body.Operations.All.Any(operation => Calls.EffectOf(operation, body) is { } effect && (EffectGroups.TraitsOf(effect) & BodyTraits.Locks) != 0));
    }

    public static ImmutableArray<EarlyRead> Of(Body body, HandleSources sources, CancellationToken cancellationToken)
    {
        var forks = new Forks(body, sources).Find();
        if (forks.IsEmpty)
        {
            return ImmutableArray<EarlyRead>.Empty;
        }

        var flow = new ForkFlow(body, forks, sources);
        var search = new EarlyReads(body, flow);
        flow.Run(ForkState.Entry(forks.Length), cancellationToken).Visit(search.Visit);
        return search.first
            .GroupBy(static pair => HandleNames.Group(pair.Key))
            .SelectMany(FirstOf)
            .GroupBy(static pair => pair.Value.Read.Operation)
            .OrderBy(static group => group.Key.Syntax.SpanStart)
            .Select(static group => new EarlyRead(group.First().Value.Read, group.Select(static pair => (pair.Key, pair.Value.Write)).ToImmutableArray()))
            .ToImmutableArray();
    }

    /// <summary>One loop joins all threads of a collection, so their first read stands for all others.</summary>
    private static IEnumerable<KeyValuePair<Fork, (Access Read, Access Write)>> FirstOf(IEnumerable<KeyValuePair<Fork, (Access Read, Access Write)>> reads)
    {
        var earliest = reads.Min(static pair => pair.Value.Read.Operation.Syntax.SpanStart);
        return reads.Where(pair => pair.Value.Read.Operation.Syntax.SpanStart == earliest);
    }

    private void Visit(IOperation operation, ForkState state)
    {
        if (!state.IsAnyRunning)
        {
            return;
        }

        foreach (var read in ReadsOf(operation))
        {
            for (var i = 0; i < flow.Forks.Length; i++)
            {
                if (ForkState.IsRunning(state[i]))
                {
                    Check(read, flow.Forks[i], state[i]);
                }
            }
        }
    }

    private IEnumerable<Access> ReadsOf(IOperation operation)
    {
        if ((Accesses.Of(operation, body) ?? SharedItems.Of(operation, body)) is { IsRead: true, IsWrite: false, IsAtomic: false } access)
        {
            yield return access;
        }

        if (flow.CalleeOf(operation) is { } callee && !callee.Has(BodyTraits.Synchronizes | BodyTraits.Sleeps | BodyTraits.Service))
        {
            foreach (var read in callee.Accesses)
            {
                if (read is { IsRead: true, IsWrite: false, IsAtomic: false } && !Places.IsInCondition(read.Operation.Syntax) && !callee.Accesses.Any(other => other.IsWrite && Matching.Replaces(other.Location, read.Location)))
                {
                    yield return read with { Operation = operation };
                }
            }
        }
    }

    private void Check(Access read, Fork fork, ForkStatus status)
    {
        if (fork.Writes.FirstOrDefault(write => Matching.Overlap(write, read) && !MayBeElsewhere(write, read, fork)) is { } write
            && IsSure(read, fork, status)
            && !IsDeliberate(read, fork)
            && !(fork.IsProcess && IsProgress(write, read, fork))
            && (!first.TryGetValue(fork, out var earlier) || read.Operation.Syntax.SpanStart < earlier.Read.Operation.Syntax.SpanStart))
        {
            first[fork] = (read, write);
        }
    }

    /// <summary>A method that makes one thread writes to the element that it is told, which need not be the one that is read.</summary>
    private static bool MayBeElsewhere(Access write, Access read, Fork fork)
    {
        if (fork.Call is not { } call || fork.IsRepeated || Matching.IndexOf(write.Operation) is not { } written || Matching.IndexOf(read.Operation) is not { } index || written.ConstantValue.HasValue)
        {
            return false;
        }

        return !(written is IParameterReferenceOperation parameter && call.Argument(parameter.Parameter) is { ConstantValue.HasValue: true } given && Equals(given.ConstantValue.Value, index.ConstantValue.HasValue ? index.ConstantValue.Value : null));
    }

    private bool IsSure(Access read, Fork fork, ForkStatus status)
    {
        if ((status & ForkStatus.NotStarted) != 0 && !Places.IsCertainBefore(fork.Start.Syntax, read.Operation.Syntax))
        {
            return false;
        }

        // Which element the joined thread has written is not known.
        if ((status & ForkStatus.PartlyJoined) != 0 && read.Operation is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } && !Places.LoopsAround(read.Operation.Syntax).Any())
        {
            return false;
        }

        return !(fork.Effects.Has(BodyTraits.Locks) && hasLocks.Value) && IsMeantToBeJoined(read, fork);
    }

    /// <summary>Where the handle, or the result, lives on after the method, an early read may be just what is wanted, unless the method joins later.</summary>
    private bool IsMeantToBeJoined(Access read, Fork fork)
    {
        if (fork.Holders.IsEmpty)
        {
            return read.Location.Path.Root is PathRoot.Local or PathRoot.Parameter;
        }

        return !fork.IsHeldByField || body.Operations.All.Any(operation =>
            operation.Syntax.SpanStart > read.Operation.Syntax.SpanStart
            && Calls.EffectOf(operation, body) is { Effect: Effect.Join }
            && operation is IInvocationOperation { Instance: { } handle }
            && HandleSources.HolderOf(handle, body) is { } holder
            && fork.Holders.Contains(holder));
    }

    /// <summary>Progress reads: in a loop's condition, or in a loop that waits for something to happen.</summary>
    private bool IsDeliberate(Access read, Fork fork)
    {
        if (ForkFlow.IsPoll(read, fork) || IsReleasedLater(read, fork))
        {
            return true;
        }

        foreach (var loop in Places.LoopsAround(read.Operation.Syntax))
        {
            if (loop.Span.Contains(fork.Start.Syntax.Span))
            {
                return false;
            }

            if (loop is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null } || Waits(loop))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The child writes again and again, and the parent has let some time pass before it looks.</summary>
    private bool IsProgress(Access write, Access read, Fork fork) =>
        Places.LoopsAround(write.Operation.Syntax).Any()
        && body.Operations.All.Any(operation =>
            operation.Syntax.SpanStart > fork.Start.Syntax.SpanStart && operation.Syntax.SpanStart < read.Operation.Syntax.SpanStart
            && Calls.EffectOf(operation, body) is { Effect: Effect.Block });

    /// <summary>The parent lets the fork go on only after the read, so a join in front of it would never return.</summary>
    private bool IsReleasedLater(Access read, Fork fork) =>
        fork.Effects.MaySignal
        && body.Operations.All.Any(operation =>
            operation.Syntax.SpanStart > read.Operation.Syntax.SpanStart
            && Calls.EffectOf(operation, body) is { } effect
            && (EffectGroups.TraitsOf(effect) & BodyTraits.Synchronizes) != 0
            && effect.Effect is Effect.Signal or Effect.SignalAndWait or Effect.TrySignalAndWait or Effect.Notify or Effect.Release or Effect.Put or Effect.TryPut or Effect.Complete or Effect.Close or Effect.Stop);

    private bool Waits(StatementSyntax loop) => body.Operations.All.Any(operation =>
        loop.Span.Contains(operation.Syntax.Span)
        && Calls.EffectOf(operation, body) is { } effect
        && !SharedItems.IsItem(effect)
        && EffectGroups.TraitsOf(effect) is not (BodyTraits.None or BodyTraits.Locks or BodyTraits.UsesAtomics));
}
