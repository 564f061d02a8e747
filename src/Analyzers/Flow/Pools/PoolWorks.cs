using System.Collections.Immutable;
using ConcurrencyAnalyzers.Flow.Bodies;
using ConcurrencyAnalyzers.Flow.ForkJoin;
using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Flow.Pools;

/// <summary>Finds the bodies of a type that pools and parallel loops run.</summary>
internal static class PoolWorks
{
    /// <summary>The member hands work to a pool.</summary>
    public static bool Submits(PrimitiveType type, MemberEffect member) => (type.Kind, member.Effect) switch
    {
        (PrimitiveKind.Pool, Effect.Submit or Effect.ParallelInvoke) => true,
        (PrimitiveKind.Task or PrimitiveKind.Factory, Effect.CreateStarted) => member.BodyParameters.Count > 0 && member.TimeoutParameter == MemberEffect.Absent,
        (PrimitiveKind.Parallel, _) => ParallelRuns.Runs(type, member),
        _ => false,
    };

    public static IEnumerable<PoolWork> In(Body body)
    {
        foreach (var operation in body.Operations.All)
        {
            if (operation is IInvocationOperation call && body.Model.EffectOf(call) is { } effect && Submits(effect.Type, effect))
            {
                foreach (var work in Submitted(call, effect, body))
                {
                    yield return work;
                }
            }
            else if (operation is IInvocationOperation helper && helper.Arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) && CallSite.Of(helper, body) is { } site)
            {
                foreach (var work in SubmittedBy(site, helper, body))
                {
                    yield return work;
                }
            }
        }

        foreach (var run in ParallelRuns.In(body))
        {
            if (run.Others.IsEmpty && run.Call is IInvocationOperation call && body.Model.EffectOf(call) is { Type.Kind: PrimitiveKind.Parallel })
            {
                yield return new(run.Started.Body, run.Started.Map.Map, run.Call, body, PoolRole.Round) { IsRepeated = true };
            }
        }
    }

    /// <summary>A method of the type hands the delegate that it is given to a pool: <c>void Post(Action work) => ThreadPool.QueueUserWorkItem(_ => work())</c>.</summary>
    private static IEnumerable<PoolWork> SubmittedBy(CallSite site, IInvocationOperation call, Body body)
    {
        foreach (var submission in site.Callee.Operations.All.OfType<IInvocationOperation>())
        {
            if (site.Callee.Model.EffectOf(submission) is not { } effect || !Submits(effect.Type, effect) || effect.Type.Kind == PrimitiveKind.Parallel || (effect.Type.Traits & PrimitiveTraits.CrossProcess) != 0)
            {
                continue;
            }

            var (taker, taken, isOwnPool) = effect.Type is { Kind: PrimitiveKind.Pool, IsRuntime: true }
                ? submission.ArgumentFor(effect.OtherParameter)?.Value is { } request && RequestOf(request, site.Callee) is { } made ? (made, site.Callee.Model.EffectOf(made), true) : default
                : IsForFramework(submission, site.Callee) ? (submission, effect, false) : default;
            if (taken is null
                || taken.BodyParameter == MemberEffect.Absent
                || taker.ArgumentFor(taken.BodyParameter) is not { } argument
                || ParameterRunBy(argument.Value, site.Callee) is not { } parameter
                || site.Argument(parameter) is not { } given
                || BodyFinder.OfDelegate(given, body) is not { } started)
            {
                continue;
            }

            var pool = isOwnPool && AccessPaths.Of(submission.Instance, site.Callee) is { } path ? site.InCaller(path) : null;
            if (pool is not null || !isOwnPool)
            {
                yield return new(started.Body, started.Map.Map, call, body, isOwnPool ? PoolRole.Thread : PoolRole.FrameworkThread) { Pool = pool, IsRepeated = Places.LoopsAround(call.Syntax).Any() };
            }
        }
    }

    /// <summary>The parameter that the delegate is, or that is all a lambda calls.</summary>
    private static IParameterSymbol? ParameterRunBy(IOperation value, Body callee) => callee.Definitions.Origin(value) switch
    {
        IParameterReferenceOperation own => own.Parameter,
        IDelegateCreationOperation { Target: IFlowAnonymousFunctionOperation lambda } =>
            callee.Outermost.NestedBodyOf(lambda.Symbol)?.Operations.All.OfType<IInvocationOperation>().ToList() is [{ TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } invoked }]
            && callee.Definitions.SkipWrappers(invoked) is IParameterReferenceOperation captured && SymbolEqualityComparer.Default.Equals(captured.Parameter.ContainingSymbol, callee.Owner)
                ? captured.Parameter : null,
        IDelegateCreationOperation { Target: { } target } => ParameterRunBy(target, callee),
        _ => null,
    };

    private static IEnumerable<PoolWork> Submitted(IInvocationOperation call, MemberEffect effect, Body body) => effect switch
    {
        { Type.Kind: PrimitiveKind.Parallel } => [],
        { Type: { Kind: PrimitiveKind.Pool, IsRuntime: true } } => AccessPaths.Of(call.Instance, body) is { } pool ? ToRuntime(call, effect, pool, body) : [],
        _ => IsForFramework(call, body) && DelegateOf(call, effect, body) is { } started ? [new(started.Body, started.Map.Map, call, body, PoolRole.FrameworkThread)] : [],
    };

    private static IEnumerable<PoolWork> ToRuntime(IInvocationOperation call, MemberEffect effect, AccessPath pool, Body body)
    {
        foreach (var callback in effect.CallbackParameters)
        {
            if (call.ArgumentFor(callback) is { } argument && BodyFinder.OfDelegate(argument.Value, body) is { } called)
            {
                yield return new(called.Body, called.Map.Map, call, body, PoolRole.Callback) { Pool = pool };
            }
        }

        if ((effect.Type.Traits & PrimitiveTraits.CrossProcess) != 0)
        {
            if (RemoteBodies.Of(call, body) is { } remote)
            {
                yield return new(remote.Body, remote.Map, call, body, PoolRole.Process) { Pool = pool };
            }
        }
        else if (call.ArgumentFor(effect.OtherParameter)?.Value is { } request && RequestOf(request, body) is { } made && Requested(made, body) is { } work)
        {
            var isRepeated = made != body.Definitions.Origin(request) || Places.LoopsAround(call.Syntax).Any();
            yield return new(work.Body, work.Map.Map, call, body, PoolRole.Thread) { Pool = pool, IsRepeated = isRepeated };
        }
    }

    /// <summary>The call that makes the request, or that makes all requests of a list.</summary>
    private static IInvocationOperation? RequestOf(IOperation value, Body body)
    {
        var request = body.Definitions.Origin(value);
        if (HandleSources.CollectionOf(request, body) is { } list)
        {
            request = body.Definitions.Origin(list);
        }

        return request as IInvocationOperation;
    }

    private static StartedBody? Requested(IInvocationOperation request, Body body)
    {
        if (body.Model.EffectOf(request) is not { } effect || DelegateOf(request, effect, body) is not { } started)
        {
            return null;
        }

        var map = started.Map;
        foreach (var parameter in started.Body.Method?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            // An argument that is handed on as it is; one that comes from a list has no name.
            var given = effect.Effect == Effect.Create ? request.ArgumentFor(effect.BodyParameter + 1 + parameter.Ordinal) : null;
            map = map.With(parameter, given?.Parameter!.OriginalDefinition.Type.TypeKind == TypeKind.TypeParameter ? AccessPaths.Of(given.Value, body) : null);
        }

        return started with { Map = map };
    }

    private static StartedBody? DelegateOf(IInvocationOperation call, MemberEffect effect, Body body) =>
        effect.BodyParameter != MemberEffect.Absent && call.ArgumentFor(effect.BodyParameter) is { } work ? BodyFinder.OfDelegate(work.Value, body) : null;

    /// <summary>Not told to use a thread of its own, or a scheduler that we know nothing about.</summary>
    private static bool IsForFramework(IInvocationOperation call, Body body) =>
        (call.Instance is not { } factory || body.Definitions.Origin(factory) is IPropertyReferenceOperation { Property: { Name: nameof(Task.Factory), ContainingType.Name: nameof(Task) } })
        && call.Arguments.All(static argument => argument.Parameter?.Type.Name switch
        {
            nameof(TaskCreationOptions) => argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & (int)TaskCreationOptions.LongRunning) == 0,
            nameof(TaskScheduler) => argument.Value is IPropertyReferenceOperation { Property.Name: nameof(TaskScheduler.Default) },
            _ => true,
        });
}
