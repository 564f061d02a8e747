using ConcurrencyAnalyzers.Flow.LockOrder;
using ConcurrencyAnalyzers.Flow.Locks;
using ConcurrencyAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>Finds the work of a type that waits for other work of its own pool.</summary>
internal sealed class PoolWaits
{
    private const int MaxDepth = 4;

    private readonly TypeFacts type;
    private readonly List<PoolWork> works;
    private readonly WaitedBodies waited;

    public PoolWaits(TypeFacts type, IEnumerable<Body> bodies)
    {
        this.type = type;
        works = [.. bodies.SelectMany(PoolWorks.In)];
        waited = new(type);
    }

    public IEnumerable<PoolWait> Find() => works.SelectMany(work => work.Role switch
    {
        PoolRole.Thread => InThread(work),
        PoolRole.Process => InProcess(work),
        PoolRole.Callback => InCallback(work),
        PoolRole.FrameworkThread => InFramework(work),
        _ => SignalWaits(work),
    });

    /// <summary>All work of a pool includes the work that waits, whatever the number of threads.</summary>
    private IEnumerable<PoolWait> InThread(PoolWork work)
    {
        var waits = Reached(work, (operation, body, map) => IsWaitForAll(operation, body) is { } pool && IsSame(map(pool), work) ? PoolWaitKind.All : null);
        return waits.Select(wait => wait with { IsWaitedOutside = IsWaitedOutside(work) }).Concat(SignalWaits(work));
    }

    /// <summary>What the table calls a pool's static is another object in a worker, which may not have workers itself.</summary>
    private List<PoolWait> InProcess(PoolWork work) => work.Pool is not { Root: PathRoot.Static } pool || AsksWhereItIs(work.Body) ? [] : Reached(work, (operation, body, map) =>
        PoolOf(operation, body, static effect => effect.Effect is Effect.Submit or Effect.ParallelInvoke) is { } asked && pool.Equals(asked) ? PoolWaitKind.Absent : null);

    private List<PoolWait> InCallback(PoolWork work) => Reached(work, (operation, body, map) =>
        PoolOf(operation, body, static effect => effect.Effect is Effect.ParallelInvoke) is { } asked && IsSame(map(asked), work) ? PoolWaitKind.Result
        : PoolOf(operation, body, static effect => effect.Effect is Effect.Join) is { } joined && IsSame(map(joined), work) ? PoolWaitKind.End
        : ResultOf(operation, body) is { } pool && IsSame(map(pool), work) ? PoolWaitKind.Result
        : null);

    /// <summary>The task that is waited for is one that the work itself has given to the pool.</summary>
    private IEnumerable<PoolWait> InFramework(PoolWork work)
    {
        foreach (var operation in work.Body.Operations.All)
        {
            if (operation is IInvocationOperation or IPropertyReferenceOperation
                && EffectOf(operation, work.Body) is { Effect: Effect.Join or Effect.TryJoin or Effect.JoinAll or Effect.TryJoinAll }
                && waited.At(operation, work.Body).Any(started => works.Any(other => other.Role == PoolRole.FrameworkThread && other.Context == work.Body && other.Body == started.Body)))
            {
                yield return new(operation, work, PoolWaitKind.Thread);
            }
        }

        foreach (var wait in SignalWaits(work))
        {
            yield return wait;
        }
    }

    /// <summary>Events that only other work of the pool sets.</summary>
    private IEnumerable<PoolWait> SignalWaits(PoolWork work)
    {
        foreach (var operation in work.Body.Operations.All)
        {
            if (operation is IInvocationOperation { Instance: { } signalled } call
                && type.Model.EffectOf(call) is { Effect: Effect.Wait or Effect.TryWait, IsAsync: false } effect
                && WaitTimes.Of(effect, call) == WaitTime.Infinite
                && !HasToken(call)
                && EventUses.Of(signalled, work.Body) is { IsBornSet: false, Signals.Count: > 0 } uses
                && (uses.IsCounted || !uses.IsSignalledBefore(call, work.Body))
                && KindOf(work, uses) is { } kind)
            {
                yield return new(call, work, kind);
            }
        }
    }

    private PoolWaitKind? KindOf(PoolWork work, EventUses uses) => work.Role switch
    {
        PoolRole.Round => uses.Signals.All(signal => work.Body.SelfAndNested.Contains(signal.Body)) && !uses.Signals.Any(signal => IsStartedIn(signal.Body, work.Body)) ? PoolWaitKind.Signal : null,
        PoolRole.FrameworkThread => uses.Signals.All(signal => IsGivenBy(work, signal.Body)) ? PoolWaitKind.Thread : null,
        PoolRole.Thread => uses.Signals.All(signal => IsGivenBy(work, signal.Body)) && (work.IsRepeated || PoolSizes.IsOne(work)) ? PoolWaitKind.Signal : null,
        _ => null,
    };

    /// <summary>A round may start a thread that signals: that one runs beside the loop.</summary>
    private static bool IsStartedIn(Body signalling, Body round) => signalling != round;

    private bool IsGivenBy(PoolWork work, Body signalling) => works.Any(other =>
        other.Role == work.Role && other.Context == work.Body && other.Body == signalling
        && (work.Pool is null || (other.Pool is { } pool && IsSame(work.Map(pool), work))));

    private bool IsWaitedOutside(PoolWork work) => type.Bodies.SelectMany(static body => body.SelfAndNested)
        .Where(body => !works.Any(other => other.Role == PoolRole.Thread && other.Body == body))
        .Any(body => body.Operations.All.Any(operation => IsWaitForAll(operation, body) is { } pool && pool.Equals(work.Pool)));

    /// <summary>The operations of the work, and of what it calls, that wait.</summary>
    private static List<PoolWait> Reached(PoolWork work, Func<IOperation, Body, Func<AccessPath, AccessPath?>, PoolWaitKind?> judge)
    {
        var found = new List<PoolWait>();
        var seen = new HashSet<Body>();
        Visit(work.Body, work.Map, MaxDepth);
        return found;

        void Visit(Body body, Func<AccessPath, AccessPath?> map, int depth)
        {
            if (!seen.Add(body))
            {
                return;
            }

            foreach (var operation in body.Operations.All)
            {
                if (IsOptional(operation.Syntax, body))
                {
                    continue;
                }

                if (judge(operation, body, map) is { } kind)
                {
                    found.Add(new(operation, work, kind));
                }
                else if (depth > 0 && CallSite.Of(operation, body) is { } site && CallCompletion.IsSynchronous(site))
                {
                    Visit(site.Callee, path => site.InCaller(path) is { } inCaller ? map(inCaller) : null, depth - 1);
                }
            }
        }
    }

    /// <summary>A method may also be called by others, and ask who calls it before it waits.</summary>
    private static bool IsOptional(SyntaxNode place, Body body) => !body.IsAnonymous && place.Ancestors()
        .TakeWhile(node => node != body.Syntax)
        .Any(static node => node is IfStatementSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ConditionalExpressionSyntax or CatchClauseSyntax);

    private static bool AsksWhereItIs(Body body) => body.Operations.All.Any(static operation =>
        operation is IMemberReferenceOperation { Member.ContainingType.Name: "WorkerProcess" or "ProcessInfo" or "CurrentProcess" });

    private AccessPath? IsWaitForAll(IOperation operation, Body body)
    {
        var call = operation as IInvocationOperation;
        if (EffectOf(operation, body) is { Effect: Effect.Join, Type.Kind: PrimitiveKind.Task or PrimitiveKind.Awaiter })
        {
            // The task of the asynchronous form, waited for at once.
            call = TaskOf(operation, body) as IInvocationOperation;
            return call is not null && type.Model.EffectOf(call) is { Effect: Effect.JoinQueue, IsAsync: true, Type.Kind: PrimitiveKind.Pool } && !HasToken(call) ? AccessPaths.Of(call.Instance, body) : null;
        }

        return call is not null
            && type.Model.EffectOf(call) is { Effect: Effect.JoinQueue or Effect.TryJoinQueue or Effect.Wait, IsAsync: false, Type.Kind: PrimitiveKind.Pool } effect
            && (effect.Effect != Effect.Wait || effect.BlockingParameter != MemberEffect.Absent)
            && WaitTimes.Of(effect, call) == WaitTime.Infinite
            && !HasToken(call)
                ? AccessPaths.Of(call.Instance, body)
                : null;
    }

    /// <summary>The pool whose result is waited for, where the same body asked for it.</summary>
    private AccessPath? ResultOf(IOperation operation, Body body) =>
        EffectOf(operation, body) is { Effect: Effect.Join, Type.Kind: PrimitiveKind.PendingResult } effect
        && (operation is not IInvocationOperation wait || WaitTimes.Of(effect, wait) == WaitTime.Infinite)
        && TaskOf(operation, body) is { } submitted
            ? PoolOf(submitted, body, static made => made.Effect is Effect.Submit)
            : null;

    private IOperation? TaskOf(IOperation wait, Body body)
    {
        var handle = wait switch
        {
            IInvocationOperation call => call.Instance,
            IPropertyReferenceOperation property => property.Instance,
            _ => null,
        };
        while (handle is not null && body.Definitions.Origin(handle) is var origin)
        {
            if (origin is not IInvocationOperation { Instance: { } receiver } view || type.Model.EffectOf(view) is not { ReturnsReceiver: true })
            {
                return origin;
            }

            handle = receiver;
        }

        return null;
    }

    private AccessPath? PoolOf(IOperation operation, Body body, Func<MemberEffect, bool> does) =>
        operation is IInvocationOperation { Instance: { } pool } call && type.Model.EffectOf(call) is { Type: { Kind: PrimitiveKind.Pool, IsRuntime: true } } effect && does(effect) ? AccessPaths.Of(pool, body) : null;

    private MemberEffect? EffectOf(IOperation operation, Body body) => operation switch
    {
        IInvocationOperation call => type.Model.EffectOf(call) is { IsAsync: false } effect ? effect : null,
        IPropertyReferenceOperation property => type.Model.EffectOf(property.Property, isWrite: false),
        _ => null,
    };

    /// <summary>The same object for certain.</summary>
    private bool IsSame(AccessPath? pool, PoolWork work) =>
        pool is not null && pool.Equals(work.Pool) && (pool.IsStable || type.IsNeverReassigned(pool));

    private static bool HasToken(IInvocationOperation call) => call.Arguments.Any(static argument =>
        !argument.IsImplicit && argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Type.Name == nameof(CancellationToken)
        && argument.Value is not (IDefaultValueOperation or IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.None) }));
}
