using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Methods that start a thread and return while it runs: for whoever calls them, the call is the start.</summary>
internal sealed class StartingCalls(TypeFacts type)
{
    private readonly Dictionary<Body, List<Fork>> left = [];

    /// <summary>Remembers what a body leaves running for certain; what it starts only once, under a condition, is not repeated by a second call.</summary>
    public void Add(Body body, ImmutableArray<Fork> forks, ForkState exit)
    {
        if (body.IsAnonymous || body.Owner is not IMethodSymbol || left.ContainsKey(body))
        {
            return;
        }

        var running = forks.Where((fork, i) => exit[i] == ForkStatus.Running && fork.Effects.Accesses.Any(static access => access is { IsUpdate: true, IsGuarded: false, IsAtomic: false })).ToList();
        if (running.Count > 0)
        {
            left.Add(body, running);
        }
    }

    /// <summary>The bodies that call one of them.</summary>
    public IReadOnlyList<Body> Callers()
    {
        if (left.Count == 0)
        {
            return [];
        }

        var scan = type.Analysis(static facts => new TypeScan(facts));
        return [.. left.Keys
            .SelectMany(body => body.Parent is not null ? [body.Outermost] : scan.CallersOf(body.Owner))
            .Distinct()
            .SelectMany(static caller => caller.SelfAndNested)
            .Where(caller => caller.Operations.All.Any(operation => CalleeAt(operation, caller) is not null))];
    }

    /// <summary>Each call in the body as the start of what the callee leaves running, named as the caller names it.</summary>
    public IEnumerable<Fork> ForksOf(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            if (CalleeAt(operation, body) is not { } call)
            {
                continue;
            }

            foreach (var fork in left[call.Callee])
            {
                yield return new(operation, operation, null, fork.Effects.InCaller(call)) { IsRepeated = Places.LoopsAround(operation.Syntax).Any(), IsTask = fork.IsTask };
            }
        }
    }

    private CallSite? CalleeAt(IOperation operation, Body caller) =>
        CallSite.Of(operation, caller) is { } call && call.Callee != caller && left.ContainsKey(call.Callee) ? call : null;
}
