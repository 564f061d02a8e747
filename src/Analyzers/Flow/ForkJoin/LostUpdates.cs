using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>
/// The updates that two threads of one type make at the same time without a lock: bodies that are started several times or side by side, or
/// a body and the method that started it and goes on.
/// </summary>
internal sealed class LostUpdates
{
    private readonly Dictionary<IOperation, LostUpdate> found = [];
    private readonly StartingCalls starters;

    public LostUpdates(TypeFacts type)
    {
        var forkJoins = type.Analysis(static facts => new ForkJoins(facts));
        starters = new(type);
        foreach (var body in forkJoins.Bodies)
        {
            Find(body, new Forks(body, forkJoins.Sources, forUpdates: true).Find(), forkJoins.Sources);
        }

        foreach (var body in starters.Callers())
        {
            var own = new Forks(body, forkJoins.Sources, forUpdates: true).Find();
            Find(body, own.AddRange(starters.ForksOf(body)), forkJoins.Sources);
        }

        All = found.Values.OrderBy(static one => one.Update.Operation.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static one => one.Update.Operation.Syntax.SpanStart).ToImmutableArray();
    }

    /// <summary>Each update once, in the order of the source.</summary>
    public ImmutableArray<LostUpdate> All { get; }

    public bool Contains(IOperation place) => found.ContainsKey(place);

    private void Find(Body body, ImmutableArray<Fork> forks, HandleSources sources)
    {
        if (!forks.Any(static fork => fork.Effects.Accesses.Any(static access => access.IsUpdate)) && !forks.Any(static fork => fork.Writes.Any()))
        {
            return;
        }

        var flow = new ForkFlow(body, forks, sources, updatesOrder: false);
        var result = flow.Run(ForkState.Entry(forks.Length));
        var held = body.Type.Analysis(static facts => new HeldPlaces(facts));
        result.Visit((operation, state) =>
        {
            // threads.ForEach(t => t.Start()) starts them all at once.
            foreach (var fork in forks)
            {
                if (fork.Start == operation && fork.Creation != operation && fork.IsRepeated && operation is IInvocationOperation call && HandleUses.ForEach(call, body) is not null)
                {
                    MeetItself(fork);
                }
            }

            if (!state.IsAnyRunning)
            {
                return;
            }

            for (var started = 0; started < forks.Length; started++)
            {
                if (forks[started].Start == operation)
                {
                    Meet(forks, started, state);
                }
            }

            MeetStarter(operation, body, flow, state, held);
        });

        if (result.Exit is { } exit)
        {
            MeetSelections(body, forks, exit);
            starters.Add(body, forks, exit);
        }
    }

    /// <summary>A body is started while others run.</summary>
    private void Meet(ImmutableArray<Fork> forks, int started, ForkState state)
    {
        for (var running = 0; running < forks.Length; running++)
        {
            if (!ForkState.IsRunning(state[running]))
            {
                continue;
            }

            if (running == started)
            {
                MeetItself(forks[started]);
            }
            else
            {
                Meet(forks[started], forks[running]);
            }
        }
    }

    private void MeetItself(Fork fork)
    {
        if (!IsCreatedAgain(fork))
        {
            return;
        }

        foreach (var update in fork.Effects.Accesses)
        {
            if (IsUnguarded(update, fork) && IsOutside(update, fork) && IsOneElement(update) && !Alternation.IsForOneOf(update.Operation))
            {
                Add(new(update, update, fork.Start));
            }
        }
    }

    private void Meet(Fork one, Fork other)
    {
        // Of two that stand in a loop, the second may belong to the next round, with variables of its own.
        var isSameRound = Places.IsCertainBefore(other.Start.Syntax, one.Start.Syntax);
        foreach (var update in one.Effects.Accesses.Where(access => IsUnguarded(access, one) && (isSameRound || IsOutside(access, one))))
        {
            if (Rival(update, other) is { } rival)
            {
                Add(new(update, rival, other.Start));
            }
        }

        foreach (var update in other.Effects.Accesses.Where(access => IsUnguarded(access, other) && (isSameRound || IsOutside(access, other))))
        {
            if (Rival(update, one) is { } rival)
            {
                Add(new(update, rival, one.Start));
            }
        }
    }

    private static Access? Rival(Access update, Fork other) =>
        IsOneElement(update) && !other.Effects.Has(BodyTraits.TakesTurns)
            ? other.Effects.Accesses.FirstOrDefault(access => access is { IsWrite: true } && (access.IsUpdate || access.IsAtomic) && Matching.Overlap(access, update))
            : null;

    /// <summary>The body that has started others goes on and updates what they update.</summary>
    private void MeetStarter(IOperation operation, Body body, ForkFlow flow, ForkState state, HeldPlaces held)
    {
        foreach (var access in AccessesOf(operation, body, flow))
        {
            for (var i = 0; i < flow.Forks.Length; i++)
            {
                if (!ForkState.IsRunning(state[i])
                    || ((state[i] & ForkStatus.NotStarted) != 0 && !Places.IsCertainBefore(flow.Forks[i].Start.Syntax, operation.Syntax))
                    || flow.Forks[i].Effects.Has(BodyTraits.TakesTurns))
                {
                    continue;
                }

                var isGuarded = access.IsGuarded || held.IsAnyHeld(operation, body);
                foreach (var other in flow.Forks[i].Effects.Accesses.Where(other => other.IsUpdate && IsOneElement(other) && Matching.Overlap(access, other)))
                {
                    if (!other.IsGuarded && !other.IsAtomic)
                    {
                        Add(new(other, isGuarded ? access with { Kind = access.Kind | AccessKind.Guarded } : access, null));
                    }

                    if (!isGuarded && !access.IsAtomic)
                    {
                        Add(new(access, other, flow.Forks[i].Start));
                    }
                }
            }
        }
    }

    private static IEnumerable<Access> AccessesOf(IOperation operation, Body body, ForkFlow flow)
    {
        if (Accesses.Of(operation, body) is { IsUpdate: true } own)
        {
            yield return own;
        }

        if (flow.CalleeOf(operation) is { } callee && !callee.Has(BodyTraits.TakesTurns | BodyTraits.Synchronizes | BodyTraits.Sleeps))
        {
            foreach (var access in callee.Accesses.Where(static access => access.IsUpdate))
            {
                yield return access;
            }
        }
    }

    /// <summary><c>items.Select(item => Task.Run(…))</c>, once something runs the query to its end.</summary>
    private void MeetSelections(Body body, ImmutableArray<Fork> forks, ForkState exit)
    {
        for (var i = 0; i < forks.Length; i++)
        {
            if (ForkState.IsRunning(exit[i]) && body.IsAnonymous && Selections.IsRunToEnd(body))
            {
                MeetItself(forks[i]);
            }
        }
    }

    private static bool IsUnguarded(Access access, Fork fork) =>
        access is { IsUpdate: true, IsGuarded: false, IsAtomic: false } && !fork.Effects.Has(BodyTraits.TakesTurns) && !Alternation.IsBehindSpin(access.Operation);

    /// <summary>There is one handle for each round of a loop, and not one that is started again.</summary>
    private static bool IsCreatedAgain(Fork fork) => fork.IsRepeated || Places.LoopsAround(fork.Creation.Syntax).Any() || fork.Start == fork.Creation;

    /// <summary>Not a variable that each round of the loop that starts the threads, or each call of the selector, has for itself.</summary>
    private static bool IsOutside(Access access, Fork fork)
    {
        var path = access.Location.Path;
        if (path.Root is PathRoot.This or PathRoot.Static)
        {
            return true;
        }

        var round = Places.LoopsAround(fork.Creation.Syntax).FirstOrDefault() ?? Selections.Around(fork.Creation.Syntax);
        return path.Symbol is { DeclaringSyntaxReferences: [var declaration] }
            && (round is null || declaration.SyntaxTree != round.SyntaxTree || !round.Span.Contains(declaration.Span));
    }

    /// <summary>Elements at other indexes are other variables.</summary>
    private static bool IsOneElement(Access access) =>
        !access.Location.IsContent
        || (access.Operation is IArrayElementReferenceOperation element && element.Indices.All(static index => index.ConstantValue.HasValue));

    private void Add(LostUpdate update)
    {
        if (!found.TryGetValue(update.Update.Operation, out var known) || (known.IsSameBody && !update.IsSameBody && update.Start is not null))
        {
            found[update.Update.Operation] = update;
        }
    }
}
