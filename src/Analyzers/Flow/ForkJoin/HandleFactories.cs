using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.ForkJoin;

/// <summary>Finds the methods of a type that make threads or tasks, keep no hand on them, and return them.</summary>
internal sealed class HandleFactories(TypeFacts type, HandleSources sources)
{
    /// <summary>A helper that returns what a helper returns that …</summary>
    private const int MaxDepth = 4;

    private readonly Dictionary<Body, HandleFactory?> known = [];
    private readonly HashSet<Body> pending = [];
    private bool hasMetPending;

    /// <summary>The bodies that call a factory and need not say what it makes.</summary>
    public ImmutableArray<Body> Callers { get; private set; } = ImmutableArray<Body>.Empty;

    /// <summary>Looks for factories in the bodies, and for those who call them, whose variables the sources are told of.</summary>
    public void FindCallers(IEnumerable<Body> makers)
    {
        var seen = new HashSet<Body>(makers);
        var callers = new List<Body>();
        var candidates = seen.ToList();
        for (var depth = 0; depth < MaxDepth && candidates.Count > 0; depth++)
        {
            var found = candidates.SelectMany(static body => body.SelfAndNested).Where(body => !body.IsAnonymous && Of(body) is not null).ToList();
            candidates = found.SelectMany(CallersOf).Distinct().ToList();
            callers.AddRange(candidates);
            candidates.RemoveAll(seen.Contains);
            seen.UnionWith(candidates);
            sources.Record(candidates);
            known.Clear();
        }

        Callers = callers.Distinct().ToImmutableArray();
    }

    /// <summary>The factory that the operation calls; null where it calls none.</summary>
    public HandleFactory? At(IOperation operation, Body caller) =>
        operation is IInvocationOperation call && call.TargetMethod.IsMonomorphic() && MayReturnHandle(call.TargetMethod) && CallSite.Of(call, caller) is { } site && site.Callee != caller ? Of(site.Callee) : null;

    /// <summary>The summary of a method or lambda that a query runs for each of its items.</summary>
    public HandleFactory? OfSelector(Body selector) => Of(selector);

    private bool MayBeFactory(Body body) => body.Method is { } method && MayReturnHandle(method);

    private bool MayReturnHandle(IMethodSymbol method) =>
        method is { IsAsync: false, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction, ReturnsByRef: false } && sources.MayHold(method.ReturnType);

    private IEnumerable<Body> CallersOf(Body factory) => factory.Parent is not null
        ? [factory.Outermost]
        : type.Analysis(static facts => new TypeScan(facts)).CallersOf(factory.Owner);

    private HandleFactory? Of(Body callee)
    {
        lock (known)
        {
            if (known.TryGetValue(callee, out var factory) || !MayBeFactory(callee))
            {
                return factory;
            }

            // Whoever calls itself on the way gets no answer.
            if (!pending.Add(callee))
            {
                hasMetPending = true;
                return null;
            }

            factory = Summarize(callee);
            pending.Remove(callee);

            // What has been found with an answer missing may be found out later.
            if (factory is not null || !hasMetPending || pending.Count == 0)
            {
                known.Add(callee, factory);
            }

            hasMetPending &= pending.Count > 0;
            return factory;
        }
    }

    private HandleFactory? Summarize(Body callee)
    {
        var returns = callee.Graph.Blocks
            .Where(static block => block is { IsReachable: true, BranchValue: not null, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            .Select(static block => block.BranchValue!)
            .ToList();
        var handles = new Dictionary<IOperation, Body>();
        foreach (var value in returns)
        {
            var made = sources.Of(value, callee);
            if (!made.IsComplete || made.Creations.Count == 0)
            {
                return null;
            }

            foreach (var creation in made.Creations)
            {
                if (!handles.ContainsKey(creation) && OwnContextOf(creation, callee) is { } context)
                {
                    handles.Add(creation, context);
                }
            }

            if (!made.Creations.All(handles.ContainsKey))
            {
                return null;
            }
        }

        return handles.Count > 0 && !IsKeptElsewhere(handles, callee) ? WithStarts(handles, returns, callee) : null;
    }

    /// <summary>The part of the callee that creates the handle; null where it stands in a body that runs without the callee, too.</summary>
    private static Body? OwnContextOf(IOperation creation, Body callee) =>
        callee.SelfAndNested.FirstOrDefault(body => (body == callee || body.IsAnonymous) && body.Operations.All.Contains(creation));

    /// <summary>A field or a variable of another body holds a handle, too, or code that is not seen here got it, or a lambda uses it.</summary>
    private bool IsKeptElsewhere(Dictionary<IOperation, Body> handles, Body callee)
    {
        var own = new HashSet<Body>(callee.SelfAndNested);
        var holders = new HashSet<ISymbol>(sources.HoldersIn(own, handles.ContainsKey), SymbolEqualityComparer.Default);
        return !holders.All(holder => holder is ILocalSymbol && SymbolEqualityComparer.Default.Equals(holder.ContainingSymbol, callee.Owner))
            || callee.SelfAndNested.Any(body => body.Operations.All.Any(operation =>
                operation is ILocalReferenceOperation { Local: var local } && holders.Contains(local) ? body != callee || HandleUses.IsEscape(operation, body)
                : handles.ContainsKey(operation) && operation.Parent is not ISimpleAssignmentOperation && HandleUses.IsEscape(operation, body)));
    }

    private HandleFactory? WithStarts(Dictionary<IOperation, Body> handles, List<IOperation> returns, Body callee)
    {
        var forks = new Forks(callee, sources).FindAll();
        var flow = new ForkFlow(callee, forks, sources);
        var statuses = new Dictionary<IOperation, ForkState>();
        flow.Run(ForkState.Entry(forks.Length)).Visit((operation, state) =>
        {
            if (returns.Contains(operation))
            {
                statuses.Add(operation, state);
            }
        });

        var made = new List<(IOperation Creation, IOperation? Start, Body Context)>();
        foreach (var (creation, context) in handles.Select(static pair => (pair.Key, pair.Value)))
        {
            if (StartOf(creation, context) is not (var isStarted, var start) || (made.Count > 0 && isStarted != (made[0].Start is not null)))
            {
                return null;
            }

            made.Add((creation, isStarted ? start : null, context));
        }

        return new(made.ToImmutableArray(), made[0].Start is not null, !sources.IsHandle(callee.Method!.ReturnType));

        (bool IsStarted, IOperation? Start)? StartOf(IOperation creation, Body context)
        {
            if (IsRunning(creation, context))
            {
                // Whatever has been done with it since, in any case it has not been waited for.
                return returns.All(value => StatusAt(value, creation) is null or ForkStatus.NotStarted or ForkStatus.Running or (ForkStatus.Running | ForkStatus.NotStarted)) ? (true, creation) : null;
            }

            var starts = forks.Where(fork => fork.Creation == creation).Select(static fork => fork.Start).ToList();
            return starts.Count switch
            {
                0 => (false, null),
                1 when returns.All(value => !sources.Of(value, callee).Creations.Contains(creation) || IsRunningAt(value, creation, starts[0])) => (true, starts[0]),
                _ => null,
            };
        }

        ForkStatus? StatusAt(IOperation value, IOperation creation) =>
            forks.Select(static (fork, i) => (fork, i)).Where(pair => pair.fork.Creation == creation).Select(pair => statuses.TryGetValue(value, out var state) ? state[pair.i] : (ForkStatus?)null).FirstOrDefault();

        bool IsRunningAt(IOperation value, IOperation creation, IOperation start) => StatusAt(value, creation) switch
        {
            ForkStatus.Running => true,
            ForkStatus.Running | ForkStatus.NotStarted => Places.IsCertainBefore(start.Syntax, value.Syntax),
            _ => false,
        };
    }

    /// <summary>The creation starts what it creates.</summary>
    private bool IsRunning(IOperation creation, Body context) =>
        Calls.EffectOf(creation, context) is { } effect ? effect.Effect == Effect.CreateStarted : At(creation, context) is { IsStarted: true };
}
