using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Finds where a body waits for the last task or thread of many, and for no other.</summary>
internal sealed class LastJoins
{
    private readonly Body body;
    private readonly ForkFlow flow;
    private readonly HandleSources sources;
    private readonly List<(IOperation Operation, IOperation? Handle)> waits;
    private readonly List<LastJoin> found = [];

    private LastJoins(Body body, ForkFlow flow, HandleSources sources)
    {
        this.body = body;
        this.flow = flow;
        this.sources = sources;
        waits = body.Operations.All.Where(IsWait).Select(operation => (operation, HandleOf(operation))).ToList();
    }

    public static IReadOnlyList<LastJoin> Of(Body body, HandleSources sources, CancellationToken cancellationToken)
    {
        var forks = new Forks(body, sources).FindAll();
        if (!forks.Any(static fork => fork.IsRepeated))
        {
            return [];
        }

        var search = new LastJoins(body, new(body, forks, sources), sources);
        if (search.waits is [(_, not null)])
        {
            search.flow.Run(ForkState.Entry(forks.Length), cancellationToken).Visit(search.Visit);
        }

        return search.found;
    }

    /// <summary>Anything that can wait for other threads, time aside: there must be one only.</summary>
    private bool IsWait(IOperation operation) => operation switch
    {
        IAwaitOperation await => Calls.EffectOf(AwaitedBy(await), body) is not { } effect || effect.IsAsync,
        IInvocationOperation or IPropertyReferenceOperation => Calls.EffectOf(operation, body) is { } effect && (EffectGroups.TraitsOf(effect) & (BodyTraits.Synchronizes | BodyTraits.Sleeps)) != 0 && !(effect.IsAsync && operation.Parent is IAwaitOperation),
        _ => false,
    };

    /// <summary>The one handle that the operation waits for, for as long as it takes; null where it does something else.</summary>
    private IOperation? HandleOf(IOperation wait) => wait switch
    {
        IAwaitOperation await => AwaitedBy(await),
        IInvocationOperation { Arguments.IsEmpty: true, Instance: { } instance } when IsJoin(wait) => body.Definitions.SkipWrappers(instance),
        IPropertyReferenceOperation { Instance: { } instance } when IsJoin(wait) => body.Definitions.SkipWrappers(instance),
        _ => null,
    };

    private IOperation AwaitedBy(IAwaitOperation await)
    {
        var awaited = body.Definitions.SkipWrappers(await.Operation);
        while (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner })
        {
            awaited = body.Definitions.SkipWrappers(inner);
        }

        return awaited;
    }

    private bool IsJoin(IOperation operation) => Calls.EffectOf(operation, body) is { Effect: Effect.Join };

    private void Visit(IOperation operation, ForkState state)
    {
        var (wait, handle) = waits[0];
        if (operation != wait || Places.LoopsAround(wait.Syntax).Any())
        {
            return;
        }

        var collection = HandleSources.CollectionOf(handle!, body) is { } from ? body.Definitions.SkipWrappers(from) : null;
        if ((collection ?? handle) is not ILocalReferenceOperation { Local: var local } || sources.Latest(collection ?? handle!, wait, body) is not { IsComplete: true, Creations: [var creation] })
        {
            return;
        }

        for (var i = 0; i < flow.Forks.Length; i++)
        {
            var fork = flow.Forks[i];
            if (fork.Creation == creation && fork.IsRepeated && ForkState.IsRunning(state[i]) && IsOnlyHolder(local, fork)
                && (collection is null ? IsLeftByLoop(local, fork, wait.Syntax) : IsMadeOfMany(fork, wait.Syntax)))
            {
                found.Add(new(wait, handle!, fork, collection is null ? null : local));
            }
        }
    }

    /// <summary>Nobody else has the handles, and this variable goes nowhere else from the wait on.</summary>
    private bool IsOnlyHolder(ILocalSymbol local, Fork fork) =>
        fork.Holders.All(holder => SymbolEqualityComparer.Default.Equals(holder, local) || holder is ILocalSymbol inner && fork.Start.Syntax.Parent is not null && IsOfOneRound(inner, fork))
        && !body.Graph.Blocks.Any(block => block is { BranchValue: { } value, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return } && HandleSources.HolderOf(value, body) is { } returned && fork.Holders.Contains(returned))
        && !body.Operations.All.Any(operation => operation is ILocalReferenceOperation reference && operation.Syntax.SpanStart > waits[0].Operation.Syntax.Span.End && fork.Holders.Contains(reference.Local));

    /// <summary>A variable of the loop that makes the handles, which ends with the round.</summary>
    private static bool IsOfOneRound(ILocalSymbol local, Fork fork) =>
        Places.LoopsAround(fork.Creation.Syntax).FirstOrDefault() is { } loop && local.DeclaringSyntaxReferences.All(reference => loop.Span.Contains(reference.Span));

    /// <summary>The loop has made a handle in each round, nothing in it takes its time or ends it early, and the variable is that of the code around it.</summary>
    private static bool IsLeftByLoop(ILocalSymbol local, Fork fork, SyntaxNode wait) =>
        Places.LoopsAround(fork.Creation.Syntax).FirstOrDefault() is { } loop
        && loop.Span.End <= wait.SpanStart
        && Places.IsUnconditionalIn(fork.Creation.Syntax, loop)
        && local.DeclaringSyntaxReferences.All(reference => reference.Span.End <= loop.SpanStart);

    private static bool IsMadeOfMany(Fork fork, SyntaxNode wait) =>
        fork.Call is not null && (!Places.LoopsAround(fork.Creation.Syntax).Any() || Places.LoopsAround(fork.Creation.Syntax).First().Span.End <= wait.SpanStart);
}
