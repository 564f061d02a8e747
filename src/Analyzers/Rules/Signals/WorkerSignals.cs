using ConcurrencyAnalyzers.Flow;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Rules.Locking;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules.Signals;

/// <summary>Finds the signals at the end of workers whose exceptions nobody hears of.</summary>
internal static class WorkerSignals
{
    public static bool IsSignal(PrimitiveType type, MemberEffect member) => member.Effect switch
    {
        Effect.Signal => type.Kind is PrimitiveKind.Event or PrimitiveKind.Countdown or PrimitiveKind.Promise && (type.Traits & PrimitiveTraits.CrossProcess) == 0,
        Effect.Release => type.Kind == PrimitiveKind.Semaphore && (type.Traits & PrimitiveTraits.CrossProcess) == 0,
        _ => false,
    };

    public static bool IsWait(PrimitiveType type, MemberEffect member) => type.Kind switch
    {
        PrimitiveKind.Event or PrimitiveKind.Countdown => member.Effect is Effect.Wait or Effect.TryWait,
        PrimitiveKind.Semaphore => member.Effect is Effect.Acquire or Effect.TryAcquire,
        PrimitiveKind.Promise => member.Effect is Effect.Obtain,
        _ => false,
    };

    /// <summary>An exception of what is started here ends neither the process nor the wait of anybody who does not ask for it.</summary>
    public static bool KeepsExceptions(PrimitiveType type, MemberEffect member) =>
        member is { BodyParameters.Count: > 0, Effect: Effect.Create or Effect.CreateStarted or Effect.Submit }
        && (type.Kind is PrimitiveKind.Task or PrimitiveKind.Factory || (type is { IsRuntime: true, Kind: PrimitiveKind.Thread or PrimitiveKind.Pool or PrimitiveKind.PendingResult } && (type.Traits & PrimitiveTraits.CrossProcess) == 0));

    /// <summary>The signals of the workers that the body starts.</summary>
    public static IEnumerable<WorkerSignal> In(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            var (effect, arguments) = operation switch
            {
                IInvocationOperation call => (body.Model.EffectOf(call), call.Arguments),
                IObjectCreationOperation creation => (body.Model.EffectOf(creation), creation.Arguments),
                _ => default,
            };
            if (effect is null || !KeepsExceptions(effect.Type, effect))
            {
                continue;
            }

            foreach (var argument in arguments)
            {
                if (argument.Parameter?.Ordinal == effect.BodyParameter && BodyFinder.OfDelegate(argument.Value, body) is { } worker)
                {
                    foreach (var found in OfWorker(WorkBody.Of(worker), operation, body))
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    public static string Describe(IOperation risk) => risk switch
    {
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.DelegateInvoke }, Instance: { } callback } => callback.Syntax.ToString(),
        IInvocationOperation call => call.TargetMethod.Name,
        IObjectCreationOperation creation => "new " + creation.Type?.Name,
        IAwaitOperation { Operation: var awaited } => awaited is IInvocationOperation { TargetMethod.Name: not "ConfigureAwait" and var name } ? name : "await",
        _ => "throw",
    };

    private static IEnumerable<WorkerSignal> OfWorker(WorkBody worker, IOperation start, Body home)
    {
        var calls = worker.Body.Operations.All.OfType<IInvocationOperation>().Where(call => worker.Body.Model.EffectOf(call) is { } effect && IsSignal(effect.Type, effect)).ToList();
        foreach (var signal in calls)
        {
            if (signal.Instance is not { } target || !IsAtTheEnd(signal, worker) || RiskBefore(signal, worker.Body) is not { } risk)
            {
                continue;
            }

            if (worker.Body.Model.EffectOf(signal)!.Type.Kind == PrimitiveKind.Promise)
            {
                if (PromiseWaits.For(signal, home.Type) is var (wait, body, isCertain) && !IsPrecededByJoin(wait, start, body, home))
                {
                    yield return new(signal, risk, wait) { IsResult = true, IsCertain = isCertain };
                }
            }
            else if (AccessPaths.Of(target, worker.Body) is { } path
                && worker.Map(path) is { } inHome
                && IsSharedWith(path, worker.Body)
                && calls.Count(other => AccessPaths.Of(other.Instance, worker.Body)?.Equals(path) == true) == 1
                && !IsAcquiredIn(worker.Body, path)
                && WaitFor(inHome, start, home) is { } wait)
            {
                yield return new(signal, risk, wait);
            }
        }
    }

    /// <summary>Whoever does not throw before gets there: it is one of the worker's own statements, or all that the worker does.</summary>
    private static bool IsAtTheEnd(IInvocationOperation signal, WorkBody worker) =>
        worker.Statements is { } statements
            ? signal.Syntax.Parent is ExpressionStatementSyntax statement && statements.Contains(statement)
            : (worker.Body.Syntax as AnonymousFunctionExpressionSyntax)?.ExpressionBody == signal.Syntax || worker.Body.Syntax == signal.Syntax;

    private static bool IsSharedWith(AccessPath path, Body worker) =>
        path.Root is PathRoot.This or PathRoot.Static || path.Symbol is { ContainingSymbol: { } owner } && !SymbolEqualityComparer.Default.Equals(owner, worker.Owner);

    /// <summary>Who takes the permit itself uses the semaphore as a lock; that is another rule's business.</summary>
    private static bool IsAcquiredIn(Body worker, AccessPath path) => worker.Operations.All.Any(operation =>
        operation is IInvocationOperation { Instance: { } target } call
        && worker.Model.EffectOf(call) is { } effect
        && IsWait(effect.Type, effect)
        && AccessPaths.Of(target, worker)?.Equals(path) == true);

    /// <summary>The last operation before the signal, or for its arguments, that can throw, and that no handler stands around.</summary>
    private static IOperation? RiskBefore(IInvocationOperation signal, Body worker)
    {
        var call = signal.Syntax;
        IOperation? last = null;
        foreach (var block in worker.Graph.Blocks)
        {
            foreach (var operation in worker.Operations[block])
            {
                var isThrow = operation == block.BranchValue && block.FallThroughSuccessor?.Semantics == Microsoft.CodeAnalysis.FlowAnalysis.ControlFlowBranchSemantics.Throw;
                if ((operation.Syntax.SpanStart < call.SpanStart || (operation != signal && call.Span.Contains(operation.Syntax.Span)))
                    && (isThrow || operation is IInvocationOperation or IObjectCreationOperation or IAwaitOperation)
                    && !IsHandled(operation.Syntax, call)
                    && !IsExpected(operation, worker)
                    && ThrowingWork.KindOf(operation, worker, null) != ThrowingKind.Never)
                {
                    last = operation;
                }
            }
        }

        return last;
    }

    /// <summary>Sleeping and signalling do not fail, nor does a wait for a primitive of one's own.</summary>
    private static bool IsExpected(IOperation operation, Body worker)
    {
        var effect = operation switch
        {
            IInvocationOperation call => worker.Model.EffectOf(call),
            IObjectCreationOperation creation => worker.Model.EffectOf(creation),
            IAwaitOperation { Operation: var awaited } when worker.Definitions.SkipWrappers(awaited) is IInvocationOperation { TargetMethod: { Name: "Delay" or "Yield", ContainingType.Name: "Task" } } => MemberEffectOfSleep,
            _ => null,
        };
        return effect is not null && effect.Type?.Kind != PrimitiveKind.Blocking && effect.Effect is not (Effect.Join or Effect.Run);
    }

    private static readonly MemberEffect MemberEffectOfSleep = new("Delay", Effect.Block);

    private static bool IsHandled(SyntaxNode operation, SyntaxNode signal)
    {
        foreach (var node in operation.AncestorsAndSelf().TakeWhile(node => !node.Span.Contains(signal.Span)))
        {
            if (node.Parent is TryStatementSyntax attempt && attempt.Block == node && attempt.Catches.Any(static handler => !handler.Block.Statements.Any(static statement => statement is ThrowStatementSyntax)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A wait without a limit, before which nobody asks for the worker's exception.</summary>
    private static IOperation? WaitFor(AccessPath key, IOperation start, Body home)
    {
        var bodies = key.Root is PathRoot.This or PathRoot.Static ? home.Type.Bodies.SelectMany(static body => body.SelfAndNested) : home.Outermost.SelfAndNested;
        foreach (var body in bodies)
        {
            foreach (var operation in body.Operations.All)
            {
                if (operation is IInvocationOperation { Instance: { } target } call
                    && body.Model.EffectOf(call) is { } effect
                    && IsWait(effect.Type, effect)
                    && WaitTimes.Of(effect, call) == WaitTime.Infinite
                    && !IsCancellable(call)
                    && AccessPaths.Of(target, body) is { } path
                    && path.Equals(key)
                    && !IsPrecededByJoin(call, start, body, home))
                {
                    return call;
                }
            }
        }

        return null;
    }

    private static bool IsCancellable(IInvocationOperation wait) => wait.Arguments.Any(static argument =>
        argument.Parameter?.Type.Name == nameof(CancellationToken) && argument.ArgumentKind == ArgumentKind.Explicit && argument.Value is not (IDefaultValueOperation or IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.None) }));

    /// <summary>Something between the start and the wait awaits or joins: it may be the worker, whose exception comes up there.</summary>
    private static bool IsPrecededByJoin(IOperation wait, IOperation start, Body body, Body home)
    {
        if (!ReferenceEquals(body, home))
        {
            return false;
        }

        return body.Operations.All.Any(operation =>
            operation.Syntax.SpanStart > start.Syntax.SpanStart && operation.Syntax.SpanStart < wait.Syntax.SpanStart
            && ((operation is IAwaitOperation && !operation.Syntax.Span.Contains(wait.Syntax.Span))
                || (operation is IInvocationOperation call && body.Model.EffectOf(call) is { Effect: Effect.Join or Effect.TryJoin or Effect.JoinAll or Effect.TryJoinAll or Effect.JoinAny })));
    }
}
